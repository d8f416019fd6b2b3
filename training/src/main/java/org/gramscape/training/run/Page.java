package org.gramscape.training.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page for a browser, with everything in it that it needs. */
final class Page {
  private static final String STYLE = "page.css";

  private final String title;
  private final String subtitle;
  private final List<String> parts = new ArrayList<>();

  Page(String title, String subtitle) {
    this.title = title;
    this.subtitle = subtitle;
  }

  /** What is said first, in large letters. */
  void numbers(Map<String, String> numbers) {
    StringBuilder html = new StringBuilder("<dl class=\"numbers\">\n");
    numbers.forEach(
        (name, value) -> html.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, value)));
    parts.add(html.append("</dl>").toString());
  }

  /** Charts under a heading, unless there are none. */
  void section(String heading, String words, List<Chart> charts) {
    if (charts.isEmpty()) {
      return;
    }
    StringBuilder html = new StringBuilder("<h2>" + heading + "</h2>\n");
    if (!words.isEmpty()) {
      html.append("<p>").append(words).append("</p>\n");
    }
    html.append("<div class=\"charts\">\n");
    charts.forEach(chart -> html.append(chart.html()));
    parts.add(html.append("</div>").toString());
  }

  /** Anything else. */
  void add(String html) {
    parts.add(html);
  }

  String html() throws IOException {
    return PageFrame.of(title, subtitle, Page.class, STYLE).around(String.join("\n", parts));
  }
}
