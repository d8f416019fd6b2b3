package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped from outside, in a process of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
class InterruptionTest {
  private static final int SIGTERM = 15;

  @TempDir Path folder;

  @Test
  void leavesOnlyItsJournalAndGoesOnToTheSameMap() throws Exception {
    SampleScene sample = SampleScene.generate(5, 256, 256, folder.resolve("sample"), false);
    Path head = SmallHead.fit(folder);
    Path whole = folder.resolve("whole.tif");
    Path map = folder.resolve("map.tif");
    Object[] run = {
      "canopy-height",
      sample.scene(),
      map,
      "--head",
      head,
      "--tile",
      64,
      "--overlap",
      16,
      "--progress",
      "json"
    };
    Object[] uninterrupted = run.clone();
    uninterrupted[2] = whole;
    assertThat(CommandRun.of(uninterrupted).exitCode()).isZero();

    assertThat(stopInTheMiddle(run)).isEqualTo(128 + SIGTERM);
    assertThat(files())
        .contains("map.tif.journal")
        .noneMatch(name -> name.startsWith(".") || name.equals("map.tif"));

    assertThat(CommandRun.of(with(run, "--resume")).exitCode()).isZero();
    assertThat(map).hasSameBinaryContentAs(whole);
    assertThat(files()).doesNotContain("map.tif.journal");
  }

  @Test
  void aChangeOfTwoScenesGoesOnToo() throws Exception {
    SampleScene sample = SampleScene.generate(5, 256, 256, folder.resolve("sample"), false);
    Path head = folder.resolve("classes.head");
    Object[] labels = {"--labels", sample.points(), "--field", "class"};
    Object[] fit = {"fit", "classes", sample.scene(), head, "--gsd", SmallHead.METRES};
    CommandRun.of(with(fit, labels));
    Path change = folder.resolve("change.fgb");
    Object[] run = {
      "change", sample.scene(), sample.scene(), change, "--unchanged", "--head", head, "--tile", 64
    };
    Object[] first = with(run, "--overlap", 32, "--progress", "json");

    assertThat(stopInTheMiddle(first)).isEqualTo(128 + SIGTERM);
    assertThat(files())
        .contains(".change.fgb.before.tif.journal")
        .noneMatch(name -> name.endsWith(".tif") || name.endsWith(".fgb"));

    CommandRun other = CommandRun.of(with(run, "--overlap", 16, "-q", "--resume"));
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.err()).contains("is of another run: view").hasLineCount(1);

    CommandRun resumed = CommandRun.of(with(first, "--resume"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(files()).noneMatch(name -> name.startsWith("."));
    byte[] polygons = Files.readAllBytes(change);
    CommandRun whole = CommandRun.of(with(first, "--overwrite"));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(change).hasBinaryContent(polygons);
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }

  /** A thread that computes in native code does not hear of an interrupt. */
  static final class Deaf {
    public static void main(String[] arguments) {
      Interruption.watch(Thread.currentThread(), Duration.ofMillis(100));
      System.out.println("ready");
      while (true) {
        Thread.onSpinWait();
      }
    }
  }

  /** Java's own end, which would have said 143, takes libtorch down while it computes. */
  @Test
  void endsAtOnceWhereTheWorkGoesOn() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Deaf.class.getName())
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(130);
  }

  /** Stops the process when it has done a few tiles; its exit code. */
  private static int stopInTheMiddle(Object... arguments) throws Exception {
    Process process = ChildCommand.start(ChildCommand.SHORT, arguments);
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      boolean stopped = false;
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        if (!stopped && line.contains("\"progress\":0.")) {
          process.toHandle().destroy();
          stopped = true;
        }
      }
      return process.waitFor();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
