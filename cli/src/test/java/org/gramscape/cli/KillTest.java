package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Killed (SIGKILL) at any moment and gone on with: the files of a run that was left alone. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
class KillTest {
  private static final int SIGKILL = 9;
  private static final List<String> COMMANDS =
      List.of("canopy-height", "land-cover", "cluster", "change");

  @TempDir static Path folder;
  private static SampleScene sample;
  private static Path head;
  private static Path classes;

  /** By command: how long it takes, in milliseconds, and what it makes. */
  private static final Map<String, Long> DURATIONS = new TreeMap<>();

  private static final Map<String, Map<String, byte[]>> WHOLE = new TreeMap<>();

  @BeforeAll
  static void runsThatAreLeftAlone() throws Exception {
    sample = SampleScene.generate(5, 224, 224, folder.resolve("sample"), false);
    head = SmallHead.fit(folder);
    classes = folder.resolve("classes.head");
    CommandRun.of(
        "fit",
        "classes",
        sample.scene(),
        classes,
        "--labels",
        sample.points(),
        "--field",
        SampleScene.LABEL_FIELD,
        "--gsd",
        SmallHead.METRES);
    for (String command : COMMANDS) {
      Path alone = Files.createDirectories(folder.resolve(command));
      long start = System.nanoTime();
      assertThat(finish(start(command, alone))).isZero();
      DURATIONS.put(command, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      WHOLE.put(command, files(alone));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void atAnyMoment(long seed) throws Exception {
    killAndGoOn(seed);
  }

  static IntStream moreSeeds() {
    return IntStream.rangeClosed(5, 34);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("moreSeeds")
  void atThirtyMoments(int seed) throws Exception {
    killAndGoOn(seed);
  }

  private static void killAndGoOn(long seed) throws Exception {
    Random random = new Random(seed);
    String command = COMMANDS.get((int) (seed % COMMANDS.size()));
    Path place = Files.createDirectories(folder.resolve("killed-" + seed));
    // Java takes a third of the time to start, and the end is where files are put in place.
    double moment = DURATIONS.get(command) * (0.3 + 0.75 * random.nextDouble());
    Process process = start(command, place);
    process.waitFor((long) moment, TimeUnit.MILLISECONDS);
    process.toHandle().destroyForcibly();
    int code = finish(process);
    assertThat(code).isIn(0, 128 + SIGKILL);
    Map<String, byte[]> whole = WHOLE.get(command);
    // Killed after all was in place, on its way out, a run has nothing to go on with and says so.
    if (code != 0 && !files(place).keySet().equals(whole.keySet())) {
      assertThat(finish(start(command, place, "--resume"))).isZero();
    }
    Map<String, byte[]> files = files(place);
    assertThat(files.keySet()).as("killed after %.0f ms", moment).isEqualTo(whole.keySet());
    whole.forEach((name, bytes) -> assertThat(files.get(name)).as(name).isEqualTo(bytes));
  }

  private static Process start(String command, Path place, String... more) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of(command, sample.scene()));
    if (command.equals("canopy-height")) {
      arguments.addAll(List.of(place.resolve("map.tif"), "--head", head));
      arguments.addAll(List.of("--quicklook", place.resolve("map.png")));
    } else if (command.equals("cluster")) {
      arguments.addAll(List.of(place.resolve("clusters.tif"), "-k", 3));
      arguments.addAll(List.of("--features", place.resolve("features.tif")));
    } else if (command.equals("change")) {
      arguments.addAll(List.of(sample.scene(), place.resolve("change.fgb"), "--head", classes));
      arguments.add("--unchanged");
    } else {
      arguments.addAll(List.of(place.resolve("cover.fgb"), "--raster", place.resolve("map.tif")));
      arguments.addAll(List.of("--probabilities", place.resolve("probabilities.tif")));
      arguments.addAll(List.of("--labels", sample.points(), "--field", SampleScene.LABEL_FIELD));
    }
    arguments.addAll(List.of("--tile", 64, "--overlap", 16, "--gsd", SmallHead.METRES, "--quiet"));
    arguments.addAll(List.of(more));
    return ChildCommand.start(ChildCommand.SHORT, arguments.toArray());
  }

  /** Waits for the end; the exit code. */
  private static int finish(Process process) throws Exception {
    String said = new String(process.getErrorStream().readAllBytes());
    int code = process.waitFor();
    assertThat(said).doesNotContain("Exception");
    return code;
  }

  private static Map<String, byte[]> files(Path place) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(place)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
