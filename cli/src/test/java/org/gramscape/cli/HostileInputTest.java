package org.gramscape.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that is no input in every place where one is expected: each time exit code 3 (2 where
 * the words alone are wrong), one line, and nothing written.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputTest {
  /** # is where the input goes, @ the folder. */
  private static final List<String> COMMANDS =
      List.of(
          "info #",
          "doctor # --json",
          "canopy-height # @out.tif",
          "canopy-height @good/scene.tif @out.tif --head #",
          "canopy-height @good/scene.tif @out.tif --model #",
          "land-cover # @out.gpkg --labels @good/points.gpkg --field class",
          "land-cover @good/scene.tif @out.gpkg --labels # --field class",
          "land-cover @good/scene.tif @out.gpkg --head #",
          "fit height --pair #=@good/heights.tif @out.head",
          "fit height --pair @good/scene.tif=# @out.head",
          "fit classes # @out.head --labels @good/points.gpkg --field class",
          "fit classes @good/scene.tif @out.head --labels # --field class",
          "evaluate height # @good/heights.tif",
          "evaluate height @good/heights.tif #",
          "evaluate classes # @good/classes.tif",
          "evaluate classes @good/classes.tif #",
          "evaluate features --model # --train @good/scene.tif=@good/heights.tif",
          "vectorize # @out.gpkg",
          "features # @out.tif",
          "pca # @out.png",
          "model info #",
          "model import # hostile",
          "model export # @exported",
          "bench rasters --scene #",
          "bench model --model #");

  @TempDir static Path folder;
  private static final List<String> HOSTILE = new ArrayList<>();

  @BeforeAll
  static void makeInputs() throws Exception {
    SampleScene good = SampleScene.generate(3, 256, 256, folder.resolve("good"), false);
    byte[] scene = Files.readAllBytes(good.scene());
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    write("empty.tif", new byte[0]);
    write("empty.gpkg", new byte[0]);
    write("text.tif", "This is not a raster.".getBytes());
    write("text.geojson", "This is not a layer.".getBytes());
    write("zeros.safetensors", new byte[5000]);
    write("noise.pth", noise);
    write("cut.tif", Arrays.copyOf(scene, 1000));
    Files.createDirectory(folder.resolve("folder.tif"));
    Files.createSymbolicLink(folder.resolve("circle.tif"), folder.resolve("circle.tif"));
    HOSTILE.addAll(List.of("", "@missing.tif", "@" + "long".repeat(100) + ".tif", "@50%s.tif"));
    HOSTILE.addAll(List.of("@good/scene.tif/below.tif", "http://localhost:1/x.tif", "\0"));
    if (new ProcessBuilder("mkfifo", folder.resolve("pipe.tif").toString()).start().waitFor()
        != 0) {
      assumeTrue(false, "no pipes here");
    }
    try (Stream<Path> made = Files.list(folder)) {
      made.filter(file -> !file.endsWith("good"))
          .forEach(file -> HOSTILE.add("@" + file.getFileName()));
    }
  }

  private static void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  static List<String> commands() {
    return COMMANDS;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysOneLineAndLeavesNothing(String command) throws IOException {
    List<Path> before = files();
    SoftAssertions all = new SoftAssertions();
    for (String hostile : HOSTILE) {
      String[] words = (command + " -q").split(" ");
      for (int i = 0; i < words.length; i++) {
        words[i] = words[i].replace("#", hostile).replace("@", folder + "/");
      }
      CommandRun run = CommandRun.of((Object[]) words);
      String what = String.join(" ", words).replace(folder + "/", "") + ": " + run.err();
      all.assertThat(run.exitCode()).as(what).isIn(Failure.USAGE, Failure.UNUSABLE);
      if (run.out().isEmpty()) {
        all.assertThat(run.err().lines()).as(what).hasSize(1);
        all.assertThat(run.err())
            .as(what)
            .startsWith("gramscape: ")
            .doesNotContain("java.", "Exception", "unexpected")
            .hasSizeLessThan(900);
      } else {
        all.assertThat(command).as(what).startsWith("doctor");
      }
    }
    all.assertThat(files()).isEqualTo(before);
    all.assertAll();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
