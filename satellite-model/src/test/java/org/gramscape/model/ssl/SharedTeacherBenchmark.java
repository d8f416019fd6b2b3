package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;

/**
 * Seconds of a step that trains all students of a recipe by one teacher, against those of steps
 * that train them one by one; not a test.
 *
 * <p>Arguments: recipe, steps, FP32 or BF16, and what differs from the recipe, as {@code batch=4}.
 */
final class SharedTeacherBenchmark {
  private SharedTeacherBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int steps = Integer.parseInt(arguments[1]);
    Precision precision = Precision.valueOf(arguments[2]);
    List<String> overrides =
        Stream.concat(Stream.of("teacher.weights=random"), Stream.of(arguments).skip(3)).toList();
    List<StudentRecipe> students =
        RecipeReader.readAll(arguments[0], overrides, student -> Optional.empty());
    double alone = 0;
    for (StudentRecipe student : students) {
      double seconds = secondsOfAStep(List.of(student), steps, precision);
      alone += seconds;
      System.out.printf(Locale.ROOT, "%s alone: %.2f s%n", student.name(), seconds);
    }
    double together = secondsOfAStep(students, steps, precision);
    System.out.printf(
        Locale.ROOT,
        "together: %.2f s, %.2f times as fast as one by one%n",
        together,
        alone / together);
  }

  /** Of the best step; the first one also sets things up. */
  private static double secondsOfAStep(List<StudentRecipe> students, int steps, Precision precision)
      throws Exception {
    try (Networks networks = new Networks(students, ComputeDevice.CPU);
        NDManager manager = Torch.newManager()) {
      InitialWeights.fill(networks.frozenTeacher(), students.get(0).recipe().start(), 1, manager);
      try (Training training = new Training(SharedTeacherBenchmark::draw, networks, precision)) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= steps; i++) {
          long start = System.nanoTime();
          training.next();
          best = i == 0 ? best : Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
      }
    }
  }

  private static Image draw(RandomGenerator random) throws IOException {
    float[] values = new float[3 * 512 * 512];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Image(values, 3, 512, 512);
  }
}
