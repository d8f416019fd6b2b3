package org.gramscape.model.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Resident memory stays where it is, step after step, in a process of its own. */
class TrainingMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int WARMUP = 60;

  /** What the batches of four steps take. */
  private static final long MEBIBYTES = 8;

  /** Trains a tiny network for a number of steps and prints mebibytes before and after. */
  static final class Steps {
    private Steps() {}

    public static void main(String[] arguments) throws Exception {
      int steps = Integer.parseInt(arguments[0]);
      Recipe recipe =
          RecipeReader.read(
              "vitt-gram",
              List.of(
                  "iterations=100000",
                  "batch=4",
                  "gramTeacher.weights=given",
                  "backbone.width=32",
                  "backbone.depth=2",
                  "backbone.heads=2",
                  "backbone.hiddenWidth=64",
                  "backbone.dropPath=0.3",
                  "heads.dino={prototypes: 64, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
                  "heads.ibot={prototypes: 64, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
                  "crops.sizes=[{ratio: 1, global: 64, local: 32, gram: 128}]",
                  "crops.localCrops=2"));
      ImageSource grey =
          random -> {
            float[] values = new float[3 * 128 * 128];
            Arrays.fill(values, random.nextFloat());
            return new Image(values, 3, 128, 128);
          };
      try (Networks networks =
              new Networks(List.of(StudentRecipe.alone(recipe)), ComputeDevice.CPU);
          Training training = new Training(grey, networks, Precision.FP32)) {
        for (int i = 0; i < WARMUP; i++) {
          training.next();
        }
        long before = resident();
        for (int i = 0; i < steps; i++) {
          training.next();
        }
        System.out.println(before + " " + resident());
      }
    }

    private static long resident() throws Exception {
      System.gc();
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void staysForAHundredSteps() throws Exception {
    staysFor(100);
  }

  @Tag("long")
  @Test
  void staysForAThousandSteps() throws Exception {
    staysFor(1000);
  }

  private static void staysFor(int steps) throws Exception {
    assumeThat(STATUS).as("a system that tells").exists();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A heap that has all of its memory from the start, and no room for garbage beside it.
    command.addAll(
        List.of(
            "-Xms64m",
            "-Xmx64m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            // The other compiler takes some megabytes at any time in the first hundreds of steps.
            "-XX:TieredStopAtLevel=1",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Steps.class.getName(),
            Integer.toString(steps)));
    Path out = Files.createTempFile("steps", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
      String output = Files.readString(out);
      assertThat(output).containsPattern("\\d+ \\d+\\s*$");
      String[] resident = output.strip().lines().reduce((a, b) -> b).orElseThrow().split(" ");
      long growth = Long.parseLong(resident[1]) - Long.parseLong(resident[0]);
      assertThat(growth).as(output).isLessThan(MEBIBYTES);
    } finally {
      Files.delete(out);
    }
  }
}
