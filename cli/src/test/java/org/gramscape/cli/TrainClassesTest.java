package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training for classes from the command line, and a map by what it made. */
class TrainClassesTest {
  @TempDir static Path folder;
  private static SampleScene scene;
  private static Path backbone;

  @BeforeAll
  static void makeInputs() throws IOException {
    scene = SampleScene.generate(5, 256, 256, folder.resolve("scene"), false);
    backbone = TrainTest.shallowBackbone(folder.resolve("scene"), folder.resolve("two-blocks"));
  }

  private static CommandRun train(Path out, int iterations, Object... more) {
    return CommandRun.of(command(scene.classes(), out, iterations, more));
  }

  private static Object[] command(Path classes, Path out, int iterations, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train-classes",
                "demo-classes",
                "iterations=" + iterations,
                "crop=64",
                "steps.warmup=1",
                "validation={share: 0.2, blockMetres: 20, every: 2, patience: 9}"));
    words.addAll(List.of("--classes", scene.scene() + "=" + classes));
    words.addAll(List.of("--model", "gramscape-vitt16", "--out", out));
    words.addAll(Arrays.asList(more));
    return words.toArray();
  }

  private static CommandRun trainShallow(Path out, int iterations, Object... more) {
    return CommandRun.of(shallow(command(scene.classes(), out, iterations, more)));
  }

  /** The same words for a backbone of two blocks, whose checkpoints are small, and many of them. */
  private static Object[] shallow(Object[] words) {
    Stream<Object> same =
        Stream.of(words).map(word -> "gramscape-vitt16".equals(word) ? backbone : word);
    return Stream.concat(same, Stream.of("--checkpoint-every", 2)).toArray();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
  void aSignalSavesAndTheRunGoesOnToTheSameBytes() throws Exception {
    Path whole = folder.resolve("unstopped");
    Path parts = folder.resolve("stopped");
    Object[] run = command(scene.classes(), whole, 24, "batch=2");
    assertThat(TrainTest.onOneThread(line -> {}, shallow(run)).exitCode()).isZero();
    CommandRun stopped =
        TrainTest.onOneThread(
            line -> {
              if (line.said().startsWith("After 2 of ")) {
                line.send("INT");
              }
            },
            shallow(command(scene.classes(), parts, 24, "batch=2")));
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(Failure.INTERRUPTED);
    assertThat(stopped.err()).contains("Finishing this iteration", "--resume goes on");
    CommandRun rest =
        TrainTest.onOneThread(
            line -> {}, shallow(command(scene.classes(), parts, 24, "batch=2", "--resume")));
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(rest.err()).contains("Going on after ");
    for (String file :
        List.of("checkpoints/000000024/average.safetensors", "model/model.safetensors")) {
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(Files.readAllLines(parts.resolve("metrics.jsonl")))
        .hasSameSizeAs(Files.readAllLines(whole.resolve("metrics.jsonl")));
  }

  @Test
  void goesOnWithNothingButWhatItLearntFrom() throws IOException {
    Path run = folder.resolve("learnt");
    assertThat(trainShallow(run, 2, "batch=2").exitCode()).isZero();
    Path classes = folder.resolve("other.tif");
    List<LegendEntry> legend;
    PixelBlock pixels;
    try (RasterSource source = Rasters.open(scene.classes().toString(), Backend.JVM)) {
      legend = ClassLegend.of(source.info());
      pixels = source.read(source.info().window(), 0);
    }
    write(classes, legend, pixels);
    CommandRun moved = resume(classes, run);
    assertThat(moved.exitCode()).as(moved.err()).isZero();

    LegendEntry first = legend.get(0);
    List<LegendEntry> renamed = new ArrayList<>(legend);
    renamed.set(0, new LegendEntry(first.value(), "Sea", first.rgb()));
    write(classes, renamed, pixels);
    assertRefused(
        resume(classes, run),
        "list of classes was %d %s, ".formatted(first.value(), first.name()),
        "is %d Sea, ".formatted(first.value()));

    pixels.samples()[0] = legend.get(pixels.samples()[0] == first.value() ? 1 : 0).value();
    write(classes, legend, pixels);
    assertRefused(resume(classes, run), "truth of image 1 was SHA-256 ");
  }

  private static CommandRun resume(Path classes, Path run) {
    return CommandRun.of(shallow(command(classes, run, 4, "batch=2", "--resume")));
  }

  private static void assertRefused(CommandRun run, String... because) {
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err().lines().filter(line -> line.startsWith("gramscape: "))).hasSize(1);
    assertThat(run.err())
        .contains("learnt from something else: ", "start a new run with another --out")
        .contains(because);
  }

  private static void write(Path classes, List<LegendEntry> legend, PixelBlock pixels)
      throws IOException {
    try (RasterSource source = Rasters.open(scene.classes().toString(), Backend.JVM)) {
      RasterSpec spec =
          new RasterSpec(
              source.info().width(),
              source.info().height(),
              SampleType.UINT8,
              List.of("class"),
              source.info().requireGeoreference(),
              OptionalDouble.of(255),
              RasterSpec.Overviews.NONE,
              Optional.of(ClassLegend.colors(legend)),
              ClassLegend.metadata(legend),
              Map.of());
      try (RasterSink sink = Rasters.create(classes, spec, true)) {
        sink.write(pixels);
        sink.commit();
      }
    }
  }

  @Test
  void resumedAfterACheckpointItEndsWithTheSameBytes() throws Exception {
    Path straight = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    CommandRun whole = trainShallow(straight, 4, "batch=2");
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(whole.err())
        .startsWith("fp32 on the CPU, ")
        .contains("1 scene of 7 classes")
        .contains("mIoU", "mean F1", "kappa")
        .contains("--model " + straight.resolve("model"));
    assertThat(Files.readString(straight.resolve("index.html")))
        .contains("Mean IoU held out")
        .contains("IoU of Water")
        .contains("F1 of Water")
        .contains("Kappa held out");
    assertThat(whole.out())
        .startsWith("On ground held out:")
        .contains("Mean F1 ", "Kappa ", "Water ", "  of 100 true pixels, found as");
    assertThat(trainShallow(killed, 4, "batch=2").exitCode()).isZero();
    // As it was when killed after the first checkpoint.
    delete(killed.resolve("checkpoints").resolve("000000004"));
    delete(killed.resolve("model"));
    CommandRun resumed = trainShallow(killed, 4, "batch=2", "--resume");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("Going on after 2 iterations");
    assertThat(killed.resolve("model").resolve("model.safetensors"))
        .hasSameBinaryContentAs(straight.resolve("model").resolve("model.safetensors"));
    assertThat(resumed.out()).isEqualTo(whole.out());

    CommandRun other = trainShallow(straight, 6, "batch=1", "--resume");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.err()).contains("batch").contains("another recipe");
  }

  /** Of seven classes chance would find a seventh, and an mIoU of a fourteenth at most. */
  @Test
  void learnsToMapClasses() throws Exception {
    Path run = folder.resolve("run");
    CommandRun trained = train(run, 20, "validation.every=10", "steps.momentum=0.8");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    double best =
        Files.readAllLines(run.resolve("metrics.jsonl")).stream()
            .map(TrainClassesTest::miou)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    assertThat(best).isGreaterThan(0.2);
    assertThat(trained.out()).contains(String.format(Locale.ROOT, "Mean IoU  %.3f", best));

    Path model = run.resolve("model");
    Path classes = folder.resolve("classes.tif");
    Path polygons = folder.resolve("cover.gpkg");
    Object[] words = {
      "land-cover",
      scene.scene(),
      polygons,
      "--model",
      model,
      "--raster",
      classes,
      "--tile",
      64,
      "--overlap",
      32
    };
    CommandRun mapped = CommandRun.of(words);
    assertThat(mapped.exitCode()).as(mapped.err()).isZero();
    List<LegendEntry> truth;
    try (RasterSource wanted = Rasters.open(scene.classes().toString(), Backend.JVM);
        RasterSource map = Rasters.open(classes.toString(), Backend.JVM)) {
      truth = ClassLegend.of(wanted.info());
      assertThat(ClassLegend.of(map.info())).isEqualTo(truth);
    }
    CommandRun again =
        CommandRun.of(
            "land-cover",
            scene.scene(),
            folder.resolve("again.gpkg"),
            "--head",
            model,
            "--tile",
            64,
            "--overlap",
            32);
    assertThat(again.exitCode()).as(again.err()).isZero();

    Path changed = folder.resolve("changed.gpkg");
    CommandRun change =
        CommandRun.of("change", scene.scene(), scene.scene(), changed, "--head", model);
    assertThat(change.exitCode()).as(change.err()).isZero();
    assertThat(change.err()).contains("changed.gpkg: 0.0000 of ");

    CommandRun told = CommandRun.of("model", "info", model);
    assertThat(told.out()).contains("by a linear head").contains(truth.get(0).name());
    assertThat(told.out()).doesNotContain("Heights");
  }

  private static double miou(String line) {
    try {
      JsonNode node = new ObjectMapper().readTree(line);
      return node.path("heldOut.miou").asDouble();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDryRunWritesNothing() {
    Path out = folder.resolve("dry");
    CommandRun run = train(out, 500, "--dry-run", "batch=2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("a linear head of 1 layer on gramscape-vitt16")
        .contains("1.00 of crossEntropy, 0.500 of dice")
        .contains("500 iterations take");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesWhatCannotWork() {
    CommandRun crop = train(folder.resolve("crop"), 2, "crop=50");
    assertThat(crop.exitCode()).isEqualTo(3);
    assertThat(crop.err()).contains("multiple of 32");
    Object[] words =
        command(
            scene.classes(),
            folder.resolve("shallow"),
            2,
            "head={kind: dpt, layers: 4, dropout: 0,"
                + " levels: [8, 8, 8, 8], channels: 8, hidden: 8}");
    CommandRun shallow = CommandRun.of(shallow(words));
    assertThat(shallow.exitCode()).isEqualTo(3);
    assertThat(shallow.err()).contains("has 2 blocks, and the head looks at 4");
    CommandRun nothing =
        CommandRun.of(
            "train-classes",
            "demo-classes",
            "--model",
            "gramscape-vitt16",
            "--out",
            folder.resolve("nothing"));
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("--classes scene.tif=classes.tif");
    assertThat(folder.resolve("shallow")).doesNotExist();
    CommandRun map =
        CommandRun.of(
            "land-cover", scene.scene(), folder.resolve("no.gpkg"), "--model", "gramscape-vitt16");
    assertThat(map.exitCode()).isEqualTo(2);
    assertThat(map.err()).contains("knows no classes").contains("train-classes");
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
