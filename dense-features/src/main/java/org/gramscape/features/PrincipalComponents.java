package org.gramscape.features;

import java.util.Arrays;
import org.gramscape.geoio.raster.PixelBlock;

/**
 * The directions along which feature vectors differ most, strongest first.
 *
 * <p>Deterministic: the same vectors give the same components, signs included (the entry of largest
 * magnitude is positive).
 *
 * @param mean {@code [channels]}
 * @param directions {@code [components][channels]}, orthonormal
 */
public record PrincipalComponents(double[] mean, double[][] directions) {
  private static final int ITERATIONS = 60;

  /**
   * The mean and covariance of feature vectors that come row by row.
   *
   * <p>Exact for up to about {@code limit} vectors; of more, every n-th is taken, which bounds the
   * work at {@code limit * channels²} whatever the scene's size.
   */
  public static final class Accumulator {
    private final int channels;
    private final int every;
    private final double[] sum;
    private final double[][] products;
    private long seen;
    private long taken;

    /**
     * @param vectors how many will come
     * @param limit how many are taken, about
     */
    public Accumulator(int channels, long vectors, long limit) {
      this.channels = channels;
      this.every = (int) Math.max(1, vectors / limit);
      this.sum = new double[channels];
      this.products = new double[channels][channels];
    }

    /** Takes the valid vectors of a block {@code [channels, height, width]}. */
    public void add(PixelBlock block) {
      int size = block.window().size();
      double[] vector = new double[channels];
      for (int i = 0; i < size; i++) {
        if (!block.valid()[i] || seen++ % every != 0) {
          continue;
        }
        for (int c = 0; c < channels; c++) {
          vector[c] = block.samples()[c * size + i];
        }
        add(vector);
      }
    }

    private void add(double[] vector) {
      taken++;
      for (int c = 0; c < channels; c++) {
        sum[c] += vector[c];
        double[] row = products[c];
        double value = vector[c];
        for (int d = 0; d <= c; d++) {
          row[d] += value * vector[d];
        }
      }
    }

    /**
     * The strongest components, by subspace iteration on the covariance.
     *
     * @throws IllegalStateException if no vector came
     */
    public PrincipalComponents strongest(int components) {
      if (taken == 0) {
        throw new IllegalStateException("no valid patch");
      }
      double[] mean = Arrays.stream(sum).map(total -> total / taken).toArray();
      double[][] covariance = new double[channels][channels];
      for (int c = 0; c < channels; c++) {
        for (int d = 0; d <= c; d++) {
          covariance[c][d] = products[c][d] / taken - mean[c] * mean[d];
          covariance[d][c] = covariance[c][d];
        }
      }
      return new PrincipalComponents(mean, iterate(covariance, Math.min(components, channels)));
    }

    private double[][] iterate(double[][] covariance, int components) {
      java.util.SplittableRandom random = new java.util.SplittableRandom(1);
      double[][] directions = new double[components][channels];
      for (double[] direction : directions) {
        Arrays.setAll(direction, c -> random.nextDouble(-1, 1));
      }
      orthonormalise(directions);
      for (int round = 0; round < ITERATIONS; round++) {
        for (int k = 0; k < components; k++) {
          directions[k] = multiply(covariance, directions[k]);
        }
        orthonormalise(directions);
      }
      for (double[] direction : directions) {
        fixSign(direction);
      }
      return directions;
    }
  }

  /** The coordinates of a vector {@code [channels]}: {@code [components]}. */
  public double[] project(double[] vector) {
    double[] coordinates = new double[directions.length];
    for (int k = 0; k < directions.length; k++) {
      for (int c = 0; c < mean.length; c++) {
        coordinates[k] += directions[k][c] * (vector[c] - mean[c]);
      }
    }
    return coordinates;
  }

  private static double[] multiply(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int r = 0; r < product.length; r++) {
      product[r] = dot(matrix[r], vector);
    }
    return product;
  }

  /** Gram-Schmidt, twice a vector for accuracy; a vector that vanishes becomes zero. */
  private static void orthonormalise(double[][] vectors) {
    for (int k = 0; k < vectors.length; k++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          double along = dot(vectors[k], vectors[j]);
          for (int c = 0; c < vectors[k].length; c++) {
            vectors[k][c] -= along * vectors[j][c];
          }
        }
        double length = Math.sqrt(dot(vectors[k], vectors[k]));
        for (int c = 0; c < vectors[k].length; c++) {
          vectors[k][c] = length > 1e-300 ? vectors[k][c] / length : 0;
        }
      }
    }
  }

  private static void fixSign(double[] direction) {
    double largest = 0;
    for (double value : direction) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    if (largest < 0) {
      Arrays.setAll(direction, c -> -direction[c]);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
