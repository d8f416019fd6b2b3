package org.gramscape.training.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.model.ssl.data.BatchMaker;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.tiling.ScaleRule;

/**
 * Seconds to look at scenes, windows a second of them, and batches of a recipe's crops of them, on
 * all cores; not a test.
 *
 * <p>Arguments: megabytes of scenes to keep decoded, seconds of each measurement, recipe, places.
 */
final class ScenesBenchmark {
  private static final int CHUNK = 64;

  private ScenesBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    long kept = Long.parseLong(arguments[0]) << 20;
    double seconds = Double.parseDouble(arguments[1]);
    Recipe recipe = RecipeReader.read(arguments[2], List.of());
    List<String> names = SceneFiles.find(Arrays.asList(arguments).subList(3, arguments.length));
    SceneSettings settings =
        new SceneSettings(
            Backend.AUTO, List.of(0, 1, 2), ScaleRule.BITS, 256, 0.5, 2, 0.25, 0.75, kept);
    long start = System.nanoTime();
    try (Scenes scenes = Scenes.open(names, settings, System.out::println)) {
      System.out.printf(
          Locale.ROOT,
          "%d scenes, %.1f megapixels: looked at in %.1f s%n%s %s%n",
          scenes.count(),
          scenes.validPixels() / 1e6,
          (System.nanoTime() - start) / 1e9,
          Arrays.toString(scenes.statistics().mean()),
          Arrays.toString(scenes.statistics().standardDeviation()));
      ImageSource source = scenes.images(scenes.statistics().mean());
      for (int i = 0; i < 2; i++) {
        rate("windows", seconds, chunk -> draw(source, chunk));
        BatchMaker maker =
            new BatchMaker(
                source,
                recipe.crops().of(recipe.crops().sizesOf(0, recipe.seed())),
                recipe.masks(),
                recipe.normalisation(),
                CHUNK,
                recipe.backbone().patchSize(),
                recipe.seed());
        rate("images in batches", seconds, chunk -> maker.make(chunk).close());
      }
    }
  }

  private interface Making {
    void make(long chunk) throws Exception;
  }

  private static void draw(ImageSource source, long chunk) {
    LongStream.range(chunk * CHUNK, (chunk + 1) * CHUNK)
        .parallel()
        .forEach(
            image -> {
              try {
                source.draw(new SplittableRandom(image));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void rate(String what, double seconds, Making making) throws Exception {
    long start = System.nanoTime();
    long chunks = 0;
    double passed = 0;
    while (passed < seconds) {
      making.make(chunks++);
      passed = (System.nanoTime() - start) / 1e9;
    }
    System.out.printf(Locale.ROOT, "%.0f %s a second%n", chunks * CHUNK / passed, what);
  }
}
