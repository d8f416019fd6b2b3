package org.gramscape.cli.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.gramscape.cli.picture.Picture;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.training.run.PageFrame;

/** An HTML page with everything in it: text, pictures, style. Opens anywhere, needs no network. */
public final class ReportPage {
  private static final String STYLE = "report.css";

  private final String title;
  private final String subtitle;
  private final List<String> parts = new ArrayList<>();

  public ReportPage(String title, String subtitle) {
    this.title = title;
    this.subtitle = subtitle;
  }

  /**
   * Starts a section.
   *
   * @param text below the heading; "" for none
   */
  public ReportPage section(String heading, String text) {
    parts.add("<h2>" + escape(heading) + "</h2>");
    return text.isEmpty() ? this : paragraph(text);
  }

  /** Text within a section. */
  public ReportPage paragraph(String text) {
    parts.add("<p>" + escape(text) + "</p>");
    return this;
  }

  /** A heading within a section. */
  public ReportPage heading(String heading) {
    parts.add("<h3>" + escape(heading) + "</h3>");
    return this;
  }

  /** Pictures side by side. */
  public ReportPage figures(Figure... figures) throws IOException {
    StringBuilder html = new StringBuilder("<div class=\"figures\">\n");
    for (Figure figure : figures) {
      html.append("<figure><img src=\"data:image/png;base64,")
          .append(base64(figure.picture().image()))
          .append("\" alt=\"")
          .append(escape(figure.caption()))
          .append("\">")
          .append("<figcaption>")
          .append(escape(figure.caption()))
          .append("</figcaption></figure>\n");
    }
    parts.add(html.append("</div>").toString());
    return this;
  }

  /** A picture and what it shows. */
  public record Figure(Picture picture, String caption) {}

  /** The colours of classes. */
  public ReportPage legend(List<LegendEntry> classes) {
    StringBuilder html = new StringBuilder("<p class=\"legend\">");
    for (LegendEntry entry : classes) {
      html.append(
          "<span><i style=\"background:%s\"></i>%s</span> "
              .formatted(entry.hexColor(), escape(entry.name())));
    }
    parts.add(html.append("</p>").toString());
    return this;
  }

  /** A scale from one colour to the next. */
  public ReportPage scale(String low, List<Integer> colors, String high) {
    String stops = String.join(", ", colors.stream().map(ReportPage::hex).toList());
    parts.add(
        "<p class=\"legend\">%s <b style=\"background:linear-gradient(90deg, %s)\"></b> %s</p>"
            .formatted(escape(low), stops, escape(high)));
    return this;
  }

  /** Figures with their names, large. */
  public ReportPage numbers(Map<String, String> numbers) {
    StringBuilder html = new StringBuilder("<dl class=\"numbers\">\n");
    numbers.forEach(
        (name, value) ->
            html.append(
                "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(escape(name), escape(value))));
    parts.add(html.append("</dl>").toString());
    return this;
  }

  /** A table; the first column is text, the others are numbers. */
  public ReportPage table(List<String> head, List<List<String>> rows) {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n<tr>");
    head.forEach(cell -> html.append("<th>").append(escape(cell)).append("</th>"));
    html.append("</tr>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    parts.add(html.append("</table></div>").toString());
    return this;
  }

  /** A command, and what it printed. */
  public ReportPage command(String command, String output) {
    String printed = output.isBlank() ? "" : "\n" + escape(output.stripTrailing());
    parts.add("<pre><kbd>" + escape(command) + "</kbd>" + printed + "</pre>");
    return this;
  }

  /** The whole page. */
  public String html() throws IOException {
    return PageFrame.of(title, subtitle, ReportPage.class, STYLE).around(String.join("\n", parts));
  }

  private static String base64(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String hex(int rgb) {
    return String.format("#%06x", rgb & 0xffffff);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
