package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training for heights from the command line, on a very small backbone, and a map by it. */
class TrainHeightTest {
  @TempDir static Path folder;
  private static SampleScene scene;
  private static Path list;
  private static Path backbone;

  @BeforeAll
  static void makeInputs() throws IOException {
    scene = SampleScene.generate(5, 256, 256, folder.resolve("scene"), false);
    list = folder.resolve("pairs.txt");
    Files.writeString(list, scene.scene() + "\t" + scene.heights() + "\n");
    Path run = folder.resolve("backbone");
    CommandRun trained =
        CommandRun.of(
            TrainTest.command(
                folder.resolve("scene"), "vitt-pretrain", run, 1, "backbone.depth=4"));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    backbone = run.resolve("backbone");
  }

  private static CommandRun train(Path out, int iterations, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train-height",
                "demo-heights",
                "iterations=" + iterations,
                "batch=2",
                "crop=32",
                "steps.warmup=1",
                "validation={share: 0.2, blockMetres: 20, every: 2, patience: 9}"));
    words.addAll(List.of("--pairs", list, "--model", backbone, "--out", out));
    words.addAll(List.of("--checkpoint-every", 2));
    words.addAll(Arrays.asList(more));
    return CommandRun.of(words.toArray());
  }

  @Test
  void saysWhatItDoesAndRefusesToMixRuns() throws Exception {
    Path straight = folder.resolve("straight");
    CommandRun whole = train(straight, 4);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(whole.err())
        .startsWith("fp32 on the CPU, ")
        .contains("held out")
        .contains("--model " + straight.resolve("model"));

    CommandRun other = train(straight, 6, "--resume", "batch=1");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.err()).contains("batch").contains("another recipe");
    CommandRun numbers = train(straight, 6, "--resume", "--precision", "bf16");
    assertThat(numbers.exitCode()).isEqualTo(3);
    assertThat(numbers.err()).contains("was computed in fp32 on cpu, and in bf16 on cpu");
    CommandRun full = train(straight, 4);
    assertThat(full.exitCode()).isNotZero();
    assertThat(full.err()).contains("--resume");

    assertThat(Files.exists(straight.resolve("index.html"))).isTrue();
    assertThat(Files.readString(straight.resolve("index.html"))).contains("RMSE held out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "bf16"})
  void resumedAfterEachCheckpointItEndsWithTheSameBytes(String precision) throws Exception {
    Path straight = folder.resolve("whole-" + precision);
    Path killed = folder.resolve("killed-" + precision);
    Object[] numbers = {"backbone.frozen=false", "--precision", precision};
    CommandRun whole = train(straight, 4, numbers);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(whole.err()).startsWith(precision + " on the CPU, ");
    assertThat(whole.out().lines()).hasSize(2).first().isEqualTo("On ground held out:");
    assertThat(whole.out()).contains("RMSE ", "MAE ", "R2 ");
    assertThat(train(killed, 4, numbers).exitCode()).isZero();
    // As it was when killed after the first checkpoint.
    delete(killed.resolve("checkpoints").resolve("000000004"));
    delete(killed.resolve("model"));
    CommandRun resumed =
        train(killed, 4, "--resume", "backbone.frozen=false", "--precision", precision);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("Going on after 2 iterations");
    assertThat(resumed.out()).isEqualTo(whole.out());
    assertThat(killed.resolve("model").resolve("model.safetensors"))
        .hasSameBinaryContentAs(straight.resolve("model").resolve("model.safetensors"));
  }

  @Test
  void theModelMapsHeights() throws Exception {
    Path run = folder.resolve("run");
    assertThat(train(run, 2).exitCode()).isZero();
    Path map = folder.resolve("map.tif");
    CommandRun mapped =
        CommandRun.of(
            "canopy-height",
            scene.scene(),
            map,
            "--model",
            run.resolve("model"),
            "--tile",
            64,
            "--overlap",
            32);
    assertThat(mapped.exitCode()).as(mapped.err()).isZero();
    assertThat(mapped.err()).contains("DPT head");
    try (RasterSource heights = Rasters.open(map.toString(), Backend.JVM)) {
      assertThat(heights.info().bands())
          .extracting(band -> band.description())
          .containsExactly("height", "spread");
    }
    CommandRun told = CommandRun.of("model", "info", run.resolve("model"));
    assertThat(told.out()).contains("a DPT head of");
  }

  @Test
  void aDryRunWritesNothing() {
    Path out = folder.resolve("dry");
    CommandRun run = train(out, 500, "--dry-run");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("a DPT head of 16 channels and 32 heights up to 48 m on ")
        .contains("which stays as it is: ")
        .contains("batches of 2, 32 px at about 0.600 m a pixel")
        .contains("grew to ", " for what learns")
        .contains("s an iteration (measured)", "500 iterations take")
        .contains("nothing now; the run 4 checkpoints of ");
    assertThat(train(out, 500, "--dry-run", "backbone.frozen=false").out())
        .contains("learns too: ");
    assertThat(out).doesNotExist();
  }

  @Test
  void withoutAModelItIsTheBuiltInOne() {
    Path run = folder.resolve("standard");
    CommandRun trained =
        CommandRun.of(
            "train-height",
            "demo-heights",
            "iterations=1",
            "batch=1",
            "crop=32",
            "steps.warmup=0",
            "backbone.frozen=true",
            "validation={share: 0.2, blockMetres: 20, every: 1, patience: 1}",
            "--pairs",
            list,
            "--out",
            run);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("Backbone gramscape-vitt16");
  }

  @Test
  void refusesWhatCannotWork() {
    CommandRun crop = train(folder.resolve("crop"), 2, "crop=50");
    assertThat(crop.exitCode()).isEqualTo(3);
    assertThat(crop.err()).contains("multiple of 32");
    Path backbone =
        TrainTest.shallowBackbone(folder.resolve("scene"), folder.resolve("two-blocks"));
    CommandRun shallow =
        CommandRun.of(
            "train-height",
            "demo-heights",
            "--pairs",
            list,
            "--model",
            backbone,
            "--out",
            folder.resolve("shallow"));
    assertThat(shallow.exitCode()).isEqualTo(3);
    assertThat(shallow.err()).contains("looks at 4");
    assertThat(folder.resolve("shallow")).doesNotExist();
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
