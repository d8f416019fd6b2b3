package org.gramscape.training.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;

/**
 * The memory of a process that trains a few steps against its estimate; not a test, and on Linux
 * only. The heap is best small and touched from the start: {@code -Xms300m -Xmx300m
 * -XX:+AlwaysPreTouch}.
 *
 * <p>Arguments: FP32 or BF16, a recipe, what differs from it.
 */
final class StepMemoryBenchmark {
  private static final int STEPS = 3;
  private static final int SIDE = 256;

  private StepMemoryBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Precision precision = Precision.valueOf(arguments[0]);
    List<String> overrides = Arrays.asList(arguments).subList(2, arguments.length);
    Recipe recipe = RecipeReader.read(arguments[1], overrides);
    float[] grey = new float[3 * SIDE * SIDE];
    Arrays.fill(grey, 0.5f);
    Image image = new Image(grey, 3, SIDE, SIDE);
    Torch.newManager().close();
    long empty = ResidentMemory.bytes().orElseThrow();
    try (Networks networks = new Networks(List.of(StudentRecipe.alone(recipe)), ComputeDevice.CPU);
        Training training = new Training(random -> image, networks, precision)) {
      training.next();
      long between = ResidentMemory.bytes().orElseThrow();
      // Forgets the peak so far.
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      for (int i = 1; i < STEPS; i++) {
        training.next();
      }
      long peak = ResidentMemory.peak().orElseThrow() - empty;
      StepMemory estimate = StepMemory.of(networks, precision);
      long estimated = estimate.fixed() + estimate.passing();
      System.out.printf(
          Locale.ROOT,
          "%s %s %s: between steps %d MB (estimated %d), peak %d MB (estimated %d, %.2f of it)%n",
          precision,
          arguments[1],
          overrides,
          (between - empty) >> 20,
          estimate.fixed() >> 20,
          peak >> 20,
          estimated >> 20,
          (double) estimated / peak);
    }
  }
}
