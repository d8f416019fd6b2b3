package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gramscape.geoio.SharedData;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.junit.jupiter.api.Test;

/**
 * Odd, broken and hostile files: each is read alike by both backends, or refused in one line that
 * says what is wrong and, where GDAL would read it, that GDAL would. What does not say {@code SAME}
 * is listed in {@code odd-files.tsv}, each with its reason.
 */
@RequiresGdal
class OddFilesTest {
  private static final int MINUTES = 5;

  @Test
  void areReadAlikeOrRefusedInOneLine() throws Exception {
    Path folder = SharedData.path("data/open/torture");
    ChildJvm survey = ChildJvm.run(OddFilesSurvey.class, "512m", MINUTES, folder);
    assertThat(survey.err()).isEmpty();
    assertThat(survey.exit()).isZero();
    List<String> lines = survey.out().subList(0, survey.out().size() - 1);

    Map<String, String> unlike = new TreeMap<>();
    for (String line : lines) {
      String[] parts = line.split("\t", 3);
      if (!parts[0].equals("SAME")) {
        unlike.put(parts[1], parts[0]);
        requireHelp(parts[0], parts[2], folder.resolve(parts[1]));
      }
    }
    Map<String, String> expected = expected();
    assertThat(without(unlike, expected)).as("what became of files").isEmpty();
    assertThat(without(expected, unlike)).as("what became of it no more").isEmpty();
    assertThat(lines).hasSizeGreaterThan(400);
    assertThat(Long.parseLong(survey.out().get(lines.size()))).isLessThan(1024);
  }

  private static void requireHelp(String outcome, String said, Path file) {
    if (outcome.equals("DIFFERENT")) {
      return;
    }
    assertThat(said).doesNotContain("\\n").contains(file.toString());
    if (outcome.equals("ONLY_GDAL")) {
      assertThat(said).contains("which only the GDAL backend reads; gdal_translate");
    }
    assertThat(said).doesNotContain("Exception").doesNotContain("null");
  }

  private static Map<String, String> without(
      Map<String, String> outcomes, Map<String, String> others) {
    Map<String, String> left = new TreeMap<>(outcomes);
    left.entrySet().removeAll(others.entrySet());
    return left;
  }

  private static Map<String, String> expected() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    try (var stream = OddFilesTest.class.getResourceAsStream("odd-files.tsv")) {
      for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          String[] parts = line.split("\t");
          expected.put(parts[1], parts[0]);
        }
      }
    }
    return expected;
  }
}
