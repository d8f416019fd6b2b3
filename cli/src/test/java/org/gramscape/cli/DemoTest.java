package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, on small scenes. */
class DemoTest {
  private static final Pattern FIGURE =
      Pattern.compile("base64,([^\"]+)\" alt=\"([^\"]+)\"><figcaption>");

  @TempDir Path folder;

  @Test
  void theReportShowsHeightsBesideTheTruthAndTheirErrors() throws IOException {
    CommandRun run = CommandRun.of("demo", folder, "--size", 256);
    assertThat(run.exitCode()).as(run.err()).isZero();
    String report = Files.readString(folder.resolve("report.html"));
    assertThat(report)
        .contains("--error-maps errors")
        .contains("10 m too low <b", "> 10 m too high", "Spread of ");
    for (String caption : new String[] {"True height", "Mapped height", "Error: ", "Spread "}) {
      assertThat(colors(report, caption)).as(caption).isGreaterThan(200);
    }
    assertThat(CommandRun.of("demo", folder, "--size", 256, "--overwrite").exitCode()).isZero();
  }

  /** How many the picture has. */
  private static long colors(String report, String caption) throws IOException {
    Matcher figure = FIGURE.matcher(report);
    while (figure.find()) {
      if (figure.group(2).startsWith(caption)) {
        byte[] png = Base64.getDecoder().decode(figure.group(1));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return IntStream.range(0, image.getWidth() * image.getHeight())
            .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
            .distinct()
            .count();
      }
    }
    return 0;
  }
}
