package org.gramscape.training.probe;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gramscape.features.PrincipalComponents;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;

/**
 * The three strongest principal components of a scene's patch tokens, in the order and with the
 * signs that are most like three other numbers a patch, so that colours mean the same in a row of
 * pictures.
 */
final class StableComponents {
  static final int COUNT = 3;
  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  private StableComponents() {}

  /**
   * Coordinates of the patches, {@code [COUNT][patches]}; 0 of patches that are not valid.
   *
   * @param like {@code [COUNT][patches]}; only differences between patches count
   */
  static double[][] of(SceneFeatures scene, double[][] like) {
    double[][] own = coordinates(scene);
    double[][] correlations = new double[COUNT][COUNT];
    for (int k = 0; k < COUNT; k++) {
      for (int l = 0; l < COUNT; l++) {
        correlations[k][l] = correlation(own[k], like[l], scene.valid());
      }
    }
    double best = -1;
    int[] chosen = ORDERS[0];
    for (int[] order : ORDERS) {
      double sum =
          IntStream.range(0, COUNT).mapToDouble(l -> Math.abs(correlations[order[l]][l])).sum();
      if (sum > best) {
        best = sum;
        chosen = order;
      }
    }
    double[][] stable = new double[COUNT][];
    for (int l = 0; l < COUNT; l++) {
      double sign = correlations[chosen[l]][l] < 0 ? -1 : 1;
      stable[l] = Arrays.stream(own[chosen[l]]).map(value -> sign * value).toArray();
    }
    return stable;
  }

  private static double[][] coordinates(SceneFeatures scene) {
    int size = scene.size();
    int channels = scene.channels();
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, scene.width(), scene.height()), channels);
    for (int i = 0; i < block.samples().length; i++) {
      block.samples()[i] = scene.values()[i % size * channels + i / size];
      block.valid()[i] = scene.valid()[i % size];
    }
    PrincipalComponents.Accumulator sums =
        new PrincipalComponents.Accumulator(channels, size, size);
    sums.add(block);
    PrincipalComponents components = sums.strongest(COUNT);
    double[][] coordinates = new double[COUNT][size];
    double[] vector = new double[channels];
    for (int patch = 0; patch < size; patch++) {
      if (scene.valid()[patch]) {
        Arrays.setAll(vector, c -> 0);
        for (int c = 0; c < channels; c++) {
          vector[c] = scene.values()[patch * channels + c];
        }
        double[] place = components.project(vector);
        for (int k = 0; k < place.length; k++) {
          coordinates[k][patch] = place[k];
        }
      }
    }
    return coordinates;
  }

  /** 0 where one of them does not vary. */
  private static double correlation(double[] a, double[] b, boolean[] counts) {
    double meanOfA = mean(a, counts);
    double meanOfB = mean(b, counts);
    double product = 0;
    double squareOfA = 0;
    double squareOfB = 0;
    for (int i = 0; i < a.length; i++) {
      if (counts[i]) {
        product += (a[i] - meanOfA) * (b[i] - meanOfB);
        squareOfA += (a[i] - meanOfA) * (a[i] - meanOfA);
        squareOfB += (b[i] - meanOfB) * (b[i] - meanOfB);
      }
    }
    double scale = Math.sqrt(squareOfA * squareOfB);
    return scale > 0 ? product / scale : 0;
  }

  private static double mean(double[] values, boolean[] counts) {
    return IntStream.range(0, values.length)
        .filter(i -> counts[i])
        .mapToDouble(i -> values[i])
        .average()
        .orElse(0);
  }
}
