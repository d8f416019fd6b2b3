package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training from the command line, on a very small network. */
class TrainTest {
  private static final List<String> TINY =
      List.of(
          "batch=4",
          "backbone.width=32",
          "backbone.depth=2",
          "backbone.heads=2",
          "backbone.hiddenWidth=64",
          "heads.dino={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
          "heads.ibot={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
          "crops.localCrops=2",
          "schedules.learningRate=1.0e-3");

  @TempDir static Path folder;
  private static Path scenes;

  @BeforeAll
  static void makeScenes() throws IOException {
    scenes = folder.resolve("scenes");
    for (int seed = 1; seed <= 2; seed++) {
      SampleScene.generate(seed, 256, 256, scenes.resolve("s" + seed), false);
    }
  }

  private static Object[] command(String recipe, Path out, int iterations, Object... more) {
    return command(scenes.resolve("*"), recipe, out, iterations, more);
  }

  /** The words that train a very small network on a folder's scene. */
  static Object[] command(Path scenes, String recipe, Path out, int iterations, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", recipe, "--data"));
    words.addAll(List.of(scenes.resolve("scene.tif"), "--out", out));
    words.add("iterations=" + iterations);
    words.add("crops.sizes=[{ratio: 1, global: 64, local: 32, gram: 96}]");
    words.addAll(TINY);
    words.addAll(List.of(more));
    return words.toArray();
  }

  /** A backbone of two blocks, which are too few for a DPT head. */
  static Path shallowBackbone(Path scenes, Path out) {
    CommandRun run = CommandRun.of(command(scenes, "vitt-pretrain", out, 1, "backbone.depth=2"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return out.resolve("backbone");
  }

  private static CommandRun trained(String recipe, Path out, int iterations, Object... more) {
    CommandRun run = CommandRun.of(command(recipe, out, iterations, more));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void threeStagesOneAfterAnother() throws IOException {
    Path pretrain = folder.resolve("pretrain");
    Path gram = folder.resolve("gram");
    Path highres = folder.resolve("highres");
    CommandRun first = trained("vitt-pretrain", pretrain, 6, "--checkpoint-every", 2, "--keep", 1);
    assertThat(first.err())
        .startsWith("fp32 on the CPU, ")
        .contains("Large crops have a ground sample distance of ");
    assertThat(names(pretrain.resolve("checkpoints"))).containsExactly("000000004", "000000006");
    assertThat(iterationsNoted(pretrain)).isEqualTo(6);
    CommandRun second = trained("vitt-gram", gram, 3, "--init", pretrain);
    assertThat(second.err()).contains("Starting from", "Anchored to");
    assertThat(Files.readString(gram.resolve("metrics.jsonl"))).contains("loss.gram");
    assertThat(names(gram.resolve("pictures")))
        .as("of the data, if nothing else is asked for")
        .containsExactly("scene1-scene-00000003.png", "scene2-scene-00000003.png", "scenes.txt");
    assertThat(looks(gram)).as("without a label").hasSize(1);
    assertThat(looks(gram).get(0))
        .startsWith("{\"iteration\":3,")
        .contains("\"probe.similarity.shown.contrast\":", "\"probe.similarity.shown.isolated\":");
    assertThat(Files.readString(gram.resolve("index.html")))
        .contains("similarity.shown.contrast", "similarity.shown.isolated");
    trained("vitt-highres", highres, 3, "--init", gram, "gramTeacher.weights=" + pretrain);
    Path features = folder.resolve("features.tif");
    CommandRun used =
        CommandRun.of(
            "features",
            scenes.resolve("s1/scene.tif"),
            features,
            "--model",
            highres.resolve("backbone"));
    assertThat(used.exitCode()).as(used.err()).isZero();
  }

  @Test
  void weightsOfThreeBandsGoOnWithFour() throws IOException {
    Path rgb = folder.resolve("rgb");
    Path four = folder.resolve("four");
    Path scene = fourBands(scenes.resolve("s1/scene.tif"), folder.resolve("four.tif"));
    trained("vitt-pretrain", rgb, 2);
    Object[] words = command("vitt-gram", four, 4, "--init", rgb, "--checkpoint-every", 2);
    words[3] = scene;
    CommandRun run = CommandRun.of(words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Bands are normalised by the means [0.43, 0.411, 0.296, ");
    assertThat(Files.readString(four.resolve("backbone/config.json")))
        .contains("\"num_channels\" : 4");
    Path more = folder.resolve("more.tif");
    Files.copy(scene, more);
    words = command("vitt-gram", four, 4, "--resume");
    words[3] = more;
    run = CommandRun.of(words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    run =
        CommandRun.of(
            "features", scene, folder.resolve("f4.tif"), "--model", four.resolve("backbone"));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  /** The same with a band more: the first one backwards. */
  private static Path fourBands(Path scene, Path file) throws IOException {
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM)) {
      RasterInfo info = source.info();
      PixelBlock block = source.read(info.window(), 0, 1, 2, 0);
      int pixels = info.window().size();
      for (int i = 0; i < pixels; i++) {
        block.samples()[3 * pixels + i] = 255 - block.samples()[i];
      }
      RasterSpec spec =
          new RasterSpec(
              info.width(),
              info.height(),
              info.sampleType(),
              List.of("red", "green", "blue", "infrared"),
              info.requireGeoreference(),
              OptionalDouble.empty(),
              RasterSpec.Overviews.NONE,
              Optional.empty(),
              Map.of(),
              Map.of());
      try (RasterSink sink = Rasters.create(file, spec, false)) {
        sink.write(block);
        sink.commit();
      }
    }
    return file;
  }

  @Test
  void picturesAndProbesTellHowItGoes() throws IOException {
    Path run = folder.resolve("watched");
    Path scene = scenes.resolve("s2");
    trained(
        "vitt-pretrain",
        run,
        3,
        "--observe-every",
        2,
        "--probe-gsd",
        0.6,
        "--picture",
        scene.resolve("scene.tif"),
        "--classes",
        scene.resolve("scene.tif") + "=" + scene.resolve("classes.tif"));

    assertThat(names(run.resolve("pictures")))
        .containsExactly("scene1-scene-00000002.png", "scene1-scene-00000003.png", "scenes.txt");
    List<String> looks = looks(run);
    assertThat(looks).hasSize(2);
    assertThat(looks.get(0))
        .startsWith("{\"iteration\":2,")
        .contains("probe.class.linearIou", "probe.similarity.contrast", "probe.similarity.shown.");
  }

  @Test
  void whereAScenesPixelsBreakPicturesOfARunThatGoesOnKeepTheirScenes() throws IOException {
    Path data = Files.createDirectories(folder.resolve("breaking"));
    for (String name : List.of("a", "b", "c", "d")) {
      Files.copy(scenes.resolve("s1/scene.tif"), data.resolve(name + ".tif"));
    }
    Path run = folder.resolve("numbered");
    Object[] words = command("vitt-pretrain", run, 2);
    words[3] = data;
    assertThat(CommandRun.of(words).exitCode()).isZero();
    breakPixels(data.resolve("a.tif"));
    CommandRun rest = CommandRun.of(append(words, "--resume", "iterations=3"));
    assertThat(rest.exitCode()).as(rest.err()).isZero();

    assertThat(rest.err()).contains("left out: " + data.resolve("a.tif"));
    assertThat(names(run.resolve("pictures")))
        .containsExactly(
            "scene1-a-00000002.png",
            "scene2-b-00000002.png",
            "scene2-b-00000003.png",
            "scene3-c-00000002.png",
            "scene3-c-00000003.png",
            "scenes.txt");
    assertThat(looks(run)).as("how sharp the others are").hasSize(2);
  }

  /** Its header is whole, so only who reads its pixels finds out. */
  private static void breakPixels(Path scene) throws IOException {
    byte[] whole = Files.readAllBytes(scene);
    byte[] bytes = new byte[whole.length];
    new Random(1).nextBytes(bytes);
    System.arraycopy(whole, 0, bytes, 0, 2000);
    Files.write(scene, bytes);
  }

  @Test
  void aBrokenSceneIsLeftOutNamedAndCounted() throws IOException {
    Path data = Files.createDirectories(folder.resolve("broken"));
    Path bad = data.resolve("bad.tif");
    Files.copy(scenes.resolve("s1/scene.tif"), data.resolve("good.tif"));
    Files.copy(scenes.resolve("s2/scene.tif"), bad);
    breakPixels(bad);
    Path run = folder.resolve("leftOut");
    CommandRun done = trained("vitt-pretrain", run, 1, "--data", data, "--picture", bad);
    assertThat(done.err())
        .contains("left out: " + bad)
        .contains("No picture after 1 iterations: " + bad)
        .contains("Trained 1 iterations; 1 scene(s) could not be read. ");
    assertThat(Files.readString(run.resolve("metrics.jsonl"))).contains("\"unreadScenes\":1.0");
    assertThat(Files.readString(run.resolve("index.html"))).contains("Scenes that could not be");
  }

  /** What a process said, and the process. */
  record Line(String said, Process process) {
    void send(String signal) {
      try {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Runs the command in a process of its own, with one thread: the same numbers mean that. */
  static CommandRun onOneThread(Consumer<Line> each, Object... command) throws Exception {
    List<String> java = new ArrayList<>(ChildCommand.SHORT);
    java.add("-XX:ActiveProcessorCount=1");
    Process process = ChildCommand.start(java, command);
    StringBuilder said = new StringBuilder();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said.append(line).append('\n');
        each.accept(new Line(line, process));
      }
    }
    return new CommandRun(process.waitFor(), "", said.toString());
  }

  /** A run of twenty iterations on one thread, which nobody stopped. */
  private static Path unstopped() throws Exception {
    Path out = folder.resolve("unstopped");
    if (!Files.exists(out)) {
      assertThat(onOneThread(line -> {}, command("vitt-pretrain", out, 20)).exitCode()).isZero();
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
  void aSignalSavesAndTheRunGoesOnToTheSameBytes(String signal) throws Exception {
    CommandRun stopped = stoppedAndGoneOnWith(signal);
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(Failure.INTERRUPTED);
    assertThat(stopped.err()).contains("Finishing this iteration", "--resume goes on");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
  void killedItGoesOnToTheSameBytes() throws Exception {
    CommandRun killed = stoppedAndGoneOnWith("KILL");
    assertThat(killed.exitCode()).as(killed.err()).isEqualTo(128 + 9);
  }

  /** Sends a signal between two checkpoints, goes on, and compares with the run left alone. */
  private static CommandRun stoppedAndGoneOnWith(String signal) throws Exception {
    Path whole = unstopped();
    Path parts = folder.resolve("parts" + signal);
    CommandRun stopped =
        onOneThread(
            line -> {
              if (line.said().startsWith("Checkpoint after 5 ")) {
                line.send(signal);
              }
            },
            command("vitt-pretrain", parts, 20, "--checkpoint-every", 5));
    CommandRun rest = onOneThread(line -> {}, command("vitt-pretrain", parts, 20, "--resume"));
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(rest.err()).contains("Going on after ");
    for (String part : List.of("student", "average", "optimiser")) {
      Path file = Path.of("checkpoints", "000000020", part + ".safetensors");
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(iterationsNoted(parts)).isEqualTo(20);
    assertThat(looks(parts)).as("what it sees, too").isEqualTo(looks(whole)).isNotEmpty();
    return stopped;
  }

  @Test
  void aRunThatDivergesSaysWhatToDoAndThatCanBeDone() {
    Path none = folder.resolve("divergedAtOnce");
    CommandRun lost =
        CommandRun.of(command("vitt-pretrain", none, 9, "schedules.learningRate=1.0e30"));
    assertThat(lost.exitCode()).as(lost.err()).isEqualTo(Failure.FAILED);
    assertThat(lost.err()).contains("at a learning rate of ", "Begin anew in another --out");
    Path out = folder.resolve("diverged");
    CommandRun saved =
        CommandRun.of(
            command(
                "vitt-pretrain", out, 9, "schedules.learningRate=1.0e30", "--checkpoint-every", 1));
    Matcher advice = Pattern.compile("--init (\\S+) --out NEW").matcher(saved.err());
    assertThat(advice.find()).as(saved.err()).isTrue();
    trained("vitt-pretrain", folder.resolve("slower"), 1, "--init", advice.group(1));
  }

  @Test
  void aDryRunWritesNothing() {
    Path out = folder.resolve("dry");
    CommandRun run =
        trained("vitt-gram", out, 500, "--dry-run", "gramTeacher.weights=" + pretrained());
    assertThat(run.out())
        .contains("a ViT of width 32, 2 blocks, 2 heads, patch 16")
        .contains("a Gram teacher")
        .contains("batches of 4")
        .contains("2 of 64 px, which the Gram teacher sees at 96 px, and 2 of 32 px")
        .contains("DINO + iBOT + 0.100 KoLeo + 2.00 Gram")
        .contains("s an iteration (measured)")
        .contains("500 iterations take");
    assertThat(out).doesNotExist();
  }

  @Test
  void aDryRunThatWouldNotFitSaysSoAndTakesNoStep() {
    Path out = folder.resolve("large");
    CommandRun run =
        CommandRun.of(command("vitt-pretrain", out, 500, "--dry-run", "batch=100000000"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(Failure.NOT_ENOUGH);
    assertThat(run.out()).contains("Memory   about ").doesNotContain("(measured)");
    assertThat(run.err())
        .contains("gramscape: not enough memory: about ", "a smaller batch (now 100000000)")
        .contains("--precision bf16");
  }

  /** A run of a single iteration. */
  private static Path pretrained() {
    Path out = folder.resolve("pretrained");
    if (!Files.exists(out)) {
      trained("vitt-pretrain", out, 1);
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource
  void wrongInput(int exitCode, String line, String recipe, List<String> more) throws IOException {
    Path out = folder.resolve("wrong");
    Object[] words =
        command(
            recipe,
            out,
            1,
            more.stream()
                .map(word -> word.replace("PRETRAINED", pretrained().toString()))
                .map(word -> word.replace("SCENES", scenes.toString()))
                .toArray());
    CommandRun run = CommandRun.of(words);
    String last = run.err().lines().reduce((one, next) -> next).orElse("");
    assertThat(last).as(run.err()).startsWith("gramscape: ").containsIgnoringCase(line);
    assertThat(last).hasSizeLessThan(700);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(out).doesNotExist();
  }

  static Stream<Arguments> wrongInput() {
    return Stream.of(
        wrong(3, "There is no recipe vitt-pretraining", "vitt-pretraining"),
        wrong(3, "has the key 'bach'", "vitt-pretrain", "bach=3"),
        wrong(3, "is no KEY=VALUE", "vitt-pretrain", "batch"),
        wrong(3, "there is no Gram teacher", "vitt-gram"),
        wrong(3, "no model and no file 'nowhere'", "vitt-pretrain", "--init", "nowhere"),
        wrong(3, "no such file", "vitt-pretrain", "--picture", "nowhere.tif"),
        wrong(3, "no such file", "vitt-pretrain", "--split", "nowhere.json"),
        wrong(2, "IMAGE=RASTER", "vitt-pretrain", "--classes", "nowhere.tif"),
        wrong(2, "--observe-every 0", "vitt-pretrain", "--observe-every", "0"),
        wrong(
            3,
            "does not fit the backbone of the recipe",
            "vitt-pretrain",
            "--init",
            "gramscape-vitt16"),
        wrong(
            3,
            "does not fit the backbone of the recipe",
            "vitt-pretrain",
            "--init",
            "PRETRAINED",
            "backbone.width=48",
            "backbone.heads=3"),
        wrong(
            3,
            "does not fit the heads of the recipe",
            "vitt-pretrain",
            "--init",
            "PRETRAINED",
            "heads.dino.prototypes=48"),
        wrong(3, "no scene matches nowhere/*.tif", "vitt-pretrain", "--data", "nowhere/*.tif"),
        wrong(3, "for example --bands 1,2,3", "vitt-pretrain", "--data", "SCENES/s1/classes.tif"),
        wrong(3, "recipe normalises 3", "vitt-pretrain", "--bands", "1"),
        wrong(2, "more than 0 m", "vitt-pretrain", "--gsd", "0"),
        wrong(2, "--zoom is two factors", "vitt-pretrain", "--zoom", "2"),
        wrong(2, "factors above 0", "vitt-pretrain", "--zoom", "2,1"),
        wrong(2, "shares above 0 to 1", "vitt-pretrain", "--most-of-a-scene", "0"),
        wrong(2, "--checkpoint-every 0", "vitt-pretrain", "--checkpoint-every", "0"),
        wrong(2, "no device", "vitt-pretrain", "--device", "tpu"));
  }

  private static Arguments wrong(int exitCode, String line, String recipe, String... more) {
    return Arguments.of(exitCode, line, recipe, List.of(more));
  }

  @Test
  void aRunIsDistilledByItsFolder() throws IOException {
    Object[] teacher =
        distilled(
            "teacher.weights=" + pretrained(), "backbone.width=16", "backbone.hiddenWidth=32");
    Path out = folder.resolve("distilled");
    trained("vitt-distill", out, 2, teacher);
    trained("vitt-distill", out, 3, append(teacher, "--resume"));
    assertThat(iterationsNoted(out)).isEqualTo(3);
    Object[] withoutHeads = teacher.clone();
    withoutHeads[0] = "teacher.weights=" + pretrained().resolve("backbone");
    CommandRun refused =
        CommandRun.of(command("vitt-distill", folder.resolve("none"), 2, withoutHeads));
    assertThat(refused.exitCode()).isEqualTo(Failure.UNUSABLE);
    assertThat(refused.err()).contains("needs its heads too");
    CommandRun otherHeads =
        CommandRun.of(
            command(
                "vitt-distill",
                folder.resolve("none"),
                2,
                append(teacher, "heads.dino.prototypes=64", "teacher.heads.dino.prototypes=64")));
    assertThat(otherHeads.exitCode()).isEqualTo(Failure.UNUSABLE);
    assertThat(otherHeads.err())
        .contains("does not fit the teacher.heads of the recipe", "Set teacher.heads.dino and ")
        .doesNotContain("'backbone'");
  }

  /** The words for a teacher as {@link #pretrained} is, and more. */
  private static Object[] distilled(Object... more) {
    Stream<Object> teacher =
        Stream.of(
            "teacher.backbone.width=32",
            "teacher.backbone.depth=2",
            "teacher.backbone.heads=2",
            "teacher.backbone.hiddenWidth=64",
            "teacher.heads.dino={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
            "teacher.heads.ibot={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}");
    return Stream.concat(Stream.of(more), teacher).toArray();
  }

  @Test
  void severalStudentsAreDistilledAtOnce() throws IOException {
    Object[] words =
        distilled(
            "teacher.weights=" + pretrained(),
            "students.thin={backbone: {width: 16, hiddenWidth: 32}}",
            "students.flat={backbone: {depth: 1}, schedules: {momentum: 0.9}}",
            "--checkpoint-every",
            2);
    Path out = folder.resolve("students");
    CommandRun dry = trained("vitt-distill", out, 4, append(words, "--dry-run"));
    assertThat(dry.out())
        .contains("Trained  thin: a ViT of width 16", "; flat: a ViT of width 32, 1 blocks")
        .contains("a frozen teacher", "Losses   DINO + iBOT + 0.100 KoLeo\n");
    CommandRun run = trained("vitt-distill", out, 2, words);
    assertThat(run.err())
        .contains("Checkpoint after 2 of 2 iterations: loss thin ", ", flat ")
        .contains("--model " + out.resolve("thin/backbone") + ", or " + out.resolve("flat"));
    CommandRun more = trained("vitt-distill", out, 4, append(words, "--resume"));
    assertThat(more.err()).contains("Going on after 2 iterations");
    assertThat(names(out)).containsExactly("flat", "index.html", "thin");
    for (String student : List.of("thin", "flat")) {
      Path own = out.resolve(student);
      assertThat(names(own))
          .containsExactly(
              "backbone", "checkpoints", "index.html", "metrics.jsonl", "pictures", "recipe.yaml");
      assertThat(iterationsNoted(own)).isEqualTo(4);
      assertThat(names(own.resolve("checkpoints"))).containsExactly("000000002", "000000004");
    }
    // A student's folder is a run as any other.
    CommandRun alone =
        CommandRun.of(
            "train",
            out.resolve("flat/recipe.yaml"),
            "iterations=5",
            "--data",
            scenes.resolve("*/scene.tif"),
            "--out",
            out.resolve("flat"),
            "--resume");
    assertThat(alone.exitCode()).as(alone.err()).isZero();
    CommandRun again = trained("vitt-distill", out, 6, append(words, "--resume"));
    assertThat(again.err()).as("where both are").contains("Going on after 4 iterations");
    CommandRun refused =
        CommandRun.of(command("vitt-distill", out, 6, append(words, "--init", pretrained())));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("--init starts one student, and the recipe lists [thin, flat]");
  }

  @Test
  void theBundledStudentsAreDistilledAtOnce() {
    CommandRun dry =
        trained(
            "vits-vitt-distill",
            folder.resolve("bundled"),
            4,
            append(
                distilled("teacher.weights=" + pretrained(), "--dry-run"),
                "students.vitt.backbone={width: 16, heads: 1, hiddenWidth: 32}"));
    assertThat(dry.out())
        .contains("Trained  vits: a ViT of width 32, 2 blocks", "; vitt: a ViT of width 16")
        .contains("a frozen teacher", "s an iteration (measured)");
  }

  private static Object[] append(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }

  @Test
  void aFolderInUseAndACheckpointOfAnotherRecipeOrOtherNumbersAreRefused() {
    Path out = pretrained();
    CommandRun fresh = CommandRun.of(command("vitt-pretrain", out, 2));
    assertThat(fresh.exitCode()).isEqualTo(Failure.FAILED);
    assertThat(fresh.err()).contains("is not empty; --resume goes on");
    CommandRun other = CommandRun.of(command("vitt-pretrain", out, 2, "--resume", "batch=8"));
    assertThat(other.exitCode()).isEqualTo(Failure.UNUSABLE);
    assertThat(other.err()).contains("was made by another recipe: batch differs");
    for (List<String> numbers :
        List.of(List.of("--precision", "bf16"), List.of("--device", "cuda"))) {
      CommandRun differently =
          CommandRun.of(command("vitt-pretrain", out, 2, append(numbers.toArray(), "--resume")));
      assertThat(differently.exitCode()).isEqualTo(Failure.UNUSABLE);
      assertThat(differently.err())
          .contains("was computed in fp32 on cpu, and in ", "Give --precision and --device");
    }
    CommandRun done = trained("vitt-pretrain", out, 1, "--resume");
    assertThat(done.err()).contains("Trained 1 iterations");
  }

  /** Lines of a run's metrics that are of an iteration itself. */
  static int iterationsNoted(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    return (int) lines.stream().filter(line -> line.contains("\"loss.total\"")).count();
  }

  /** Lines of a run's metrics that are of what observers saw. */
  private static List<String> looks(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    return lines.stream().filter(line -> line.contains("\"probe.")).toList();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
