package org.gramscape.model.ssl.data;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;

/**
 * Images a second that a recipe's batches are made of, on one thread and on several; not a test.
 *
 * <p>Arguments: recipe, side of the images, threads, seconds of each measurement.
 */
final class BatchMakerBenchmark {
  private BatchMakerBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Recipe recipe = RecipeReader.read(arguments[0], List.of());
    BatchMaker maker = maker(recipe, image(Integer.parseInt(arguments[1])));
    int threads = Integer.parseInt(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    rate(maker, threads, seconds);
    double one = rate(maker, 1, seconds);
    double all = rate(maker, threads, seconds);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f images/s on 1 thread, %.0f on %d: %.2f times as many%n",
        arguments[0],
        one,
        all,
        threads,
        all / one);
  }

  private static BatchMaker maker(Recipe recipe, Image image) {
    return new BatchMaker(
        random -> image,
        recipe.crops().of(recipe.crops().sizesOf(0, recipe.seed())),
        recipe.masks(),
        recipe.normalisation(),
        recipe.batch(),
        recipe.backbone().patchSize(),
        recipe.seed());
  }

  /** Waves of some colour: neither grey nor noise. */
  private static Image image(int side) {
    float[] values = new float[3 * side * side];
    for (int i = 0; i < values.length; i++) {
      int x = i % side;
      int y = i / side % side;
      int band = i / (side * side);
      values[i] = (float) (0.5 + 0.3 * Math.sin(x / (3.0 + band)) + 0.2 * Math.cos(y / 5.0 + band));
    }
    return new Image(values, 3, side, side);
  }

  private static double rate(BatchMaker maker, int threads, double seconds) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(
              () -> {
                long start = System.nanoTime();
                long images = 0;
                double passed = 0;
                while (passed < seconds) {
                  maker.make(images).close();
                  images += maker.images();
                  passed = (System.nanoTime() - start) / 1e9;
                }
                return images / passed;
              })
          .get();
    } finally {
      pool.shutdown();
    }
  }
}
