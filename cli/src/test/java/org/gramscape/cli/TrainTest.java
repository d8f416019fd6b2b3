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
import java.util.stream.Stream;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    List<Object> words = new ArrayList<>(List.of("train", recipe, "--data"));
    words.addAll(List.of(scenes.resolve("*/scene.tif"), "--out", out));
    words.add("iterations=" + iterations);
    words.add("crops.sizes=[{ratio: 1, global: 64, local: 32, gram: 96}]");
    words.addAll(TINY);
    words.addAll(List.of(more));
    return words.toArray();
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
    assertThat(first.err()).startsWith("fp32 on the CPU, ");
    assertThat(names(pretrain.resolve("checkpoints"))).containsExactly("000000004", "000000006");
    assertThat(Files.readAllLines(pretrain.resolve("metrics.jsonl"))).hasSize(6);
    CommandRun second = trained("vitt-gram", gram, 3, "--init", pretrain);
    assertThat(second.err()).contains("Starting from", "Anchored to");
    assertThat(Files.readString(gram.resolve("metrics.jsonl"))).contains("loss.gram");
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

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
  void aSignalSavesAndTheRunGoesOnToTheSameBytes(String signal) throws Exception {
    Path whole = folder.resolve("whole" + signal);
    Path parts = folder.resolve("parts" + signal);
    trained("vitt-pretrain", whole, 60);
    Process child =
        ChildCommand.start(
            List.of(), command("vitt-pretrain", parts, 60, "--checkpoint-every", 10));
    String said = "";
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(child.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said += line + "\n";
        if (line.startsWith("Checkpoint after 10 ")) {
          new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
        }
      }
    }
    assertThat(child.waitFor()).as(said).isEqualTo(Failure.INTERRUPTED);
    assertThat(said).contains("Finishing this iteration", "--resume goes on");
    CommandRun rest = trained("vitt-pretrain", parts, 60, "--resume");
    assertThat(rest.err()).contains("Going on after ");
    for (String part : List.of("student", "average", "optimiser")) {
      Path file = Path.of("checkpoints", "000000060", part + ".safetensors");
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(Files.readAllLines(parts.resolve("metrics.jsonl"))).hasSize(60);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
