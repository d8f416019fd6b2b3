package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFeaturesTest {
  private static final int SIDE = 150;

  @TempDir static Path folder;
  private static Path split;
  private static String classes;

  /** Four generated scenes as pairs: three in folders of their own, one by its files' names. */
  @BeforeAll
  static void makeScenes() throws IOException {
    for (int seed = 1; seed <= 4; seed++) {
      SampleScene scene =
          SampleScene.generate(seed, SIDE, SIDE, folder.resolve("scene" + seed), false);
      String place = seed == 4 ? "plots/d_" : "plots/" + "abc".charAt(seed - 1) + "/";
      Path image = folder.resolve(place + "rgb.tif");
      Files.createDirectories(image.getParent());
      Files.copy(scene.scene(), image);
      Files.copy(scene.heights(), folder.resolve(place + "chm.tif"));
      classes = scene.scene() + "=" + scene.classes();
    }
    split = folder.resolve("split.json");
    Files.writeString(split, "{\"train\": [\"b\", \"a\", \"d\"], \"test\": [\"c\"]}");
  }

  private static CommandRun run(Object... more) {
    List<Object> words = new ArrayList<>(List.of("evaluate", "features", "-q", "--gsd", "0.4"));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray());
  }

  private static JsonNode rows(Object... more) throws IOException {
    CommandRun run = run(more);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void featuresOfGeneratedScenesAreProbed() throws IOException {
    JsonNode rows =
        rows(
            "--json",
            "--baselines",
            "--random",
            "vitt-pretrain",
            "--model",
            "gramscape-vitt16",
            "--split",
            split,
            "--pairs",
            folder.resolve("plots"),
            "--classes",
            classes,
            "--labels",
            5);

    assertThat(rows.findValuesAsText("model"))
        .containsExactly(
            "colour and texture",
            "vitt-pretrain's network, random weights",
            "gramscape-vitt16's network, random weights",
            "gramscape-vitt16");
    for (JsonNode row : rows) {
      JsonNode heights = row.get("heights");
      assertThat(heights.get("cells").asInt()).isEqualTo(90 * 90);
      assertThat(heights.get("blocks").asInt()).isEqualTo(9 * 9);
      assertThat(heights.get("r2").asDouble()).isBetween(0.1, 0.99);
      assertThat(heights.get("blockR2").asDouble()).isGreaterThan(heights.get("r2").asDouble());
      JsonNode scene = row.get("classes").get("scenes").get(0);
      assertThat(scene.get("classes")).hasSizeGreaterThan(2);
      assertThat(scene.get("logisticMeanIou").asDouble()).isBetween(0.1, 0.99);
      assertThat(row.get("classes").get("contrast").asDouble()).isPositive();
      assertThat(row.get("similarity").get("contrast").asDouble()).isPositive();
    }
  }

  @Test
  void pairsCanBeNamedOneByOne() throws IOException {
    String form =
        folder.resolve("plots") + "/%s/rgb.tif=" + folder.resolve("plots") + "/%s/chm.tif";
    Object[] pairs = {
      "--train", form.formatted("a", "a"),
      "--train", form.formatted("b", "b"),
      "--test", form.formatted("c", "c")
    };

    assertThat(rows(with(pairs, "--json")).get(0).get("heights").get("blocks").asInt())
        .isEqualTo(81);
    CommandRun table = run(pairs);
    assertThat(table.exitCode()).isZero();
    assertThat(table.out())
        .contains("Heights of the test pairs, 8100 cells, 81 blocks of 10 m")
        .containsPattern(
            "gramscape-vitt16 +[0-9.]+ m +[0-9.]+ m +[-+][0-9.]+ m +-?[0-9]\\.[0-9]{3}")
        .doesNotContain("Mean IoU");
  }

  private static Object[] with(Object[] words, Object more) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.add(more);
    return all.toArray();
  }

  private static void refused(int code, String message, Object... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatCannotBeProbedIsSaid() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(other, "{\"train\": [\"a\", \"e\"], \"test\": [\"c\"]}");
    Path one = folder.resolve("one.json");
    Files.writeString(one, "{\"train\": [\"a\"], \"test\": [\"c\"]}");
    Path same = folder.resolve("same.json");
    Files.writeString(same, "{\"train\": [\"a\", \"b\"], \"test\": [\"b\"]}");
    Path plots = folder.resolve("plots");
    String a = plots + "/a/rgb.tif";

    refused(2, "pairs with heights or scenes with classes are needed");
    refused(2, "there are only those to be scored on", "--test", a + "=" + a);
    refused(2, "IMAGE=CHM is expected", "--train", a);
    refused(2, "IMAGE=RASTER or IMAGE=POLYGONS=FIELD", "--classes", a);
    refused(2, "say with --split", "--pairs", plots);
    refused(2, "--labels 0", "--classes", classes, "--labels", 0);
    refused(2, "has no layer 12", "--classes", classes, "--layers", 12);
    refused(3, "no such file", "--split", folder.resolve("none.json"));
    refused(3, "names e, but in", "--split", other, "--pairs", plots);
    refused(3, "is no JSON", "--split", a);
    refused(3, "two images with known heights", "--split", one, "--pairs", plots);
    refused(2, "among the pairs to fit to and those", "--split", same, "--pairs", plots);
    refused(3, "There is no model", "--classes", classes, "--model", "none");
    refused(3, "ask for fewer labels", "--classes", classes, "--labels", 10_000);
    refused(
        3,
        "does not overlap its image",
        "--train",
        a + "=" + plots + "/b/chm.tif",
        "--test",
        plots + "/c/rgb.tif=" + plots + "/c/chm.tif");
  }
}
