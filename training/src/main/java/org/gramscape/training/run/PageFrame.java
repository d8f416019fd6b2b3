package org.gramscape.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What all pages for a browser have in common: their head, colours and letters.
 *
 * @param title as text
 * @param subtitle as text
 * @param style besides the common one, as CSS
 */
public record PageFrame(String title, String subtitle, String style) {

  /** With the style in a resource beside a class. */
  public static PageFrame of(String title, String subtitle, Class<?> owner, String resource)
      throws IOException {
    return new PageFrame(title, subtitle, read(owner, resource));
  }

  /** The whole page. */
  public String around(String body) throws IOException {
    return read(PageFrame.class, "frame.html")
        .replace("{{title}}", Html.escape(title))
        .replace("{{subtitle}}", Html.escape(subtitle))
        .replace("{{style}}", style)
        .replace("{{body}}", body);
  }

  private static String read(Class<?> owner, String resource) throws IOException {
    try (InputStream stream = owner.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
