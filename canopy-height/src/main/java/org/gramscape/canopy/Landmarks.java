package org.gramscape.canopy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gramscape.model.kernel.InnerProducts;

/**
 * Some vectors of features, and how like them others are.
 *
 * <p>With {@code z = (x - mean) * inverseScale} the likeness of x to landmark l is {@code 1 / (1 +
 * |z - l|²)}: 1 at the landmark, a third at a typical distance, nearly 0 for what is like none.
 * This kernel, the inverse quadratic, is positive definite (Micchelli 1986).
 *
 * @param mean {@code [features]}
 * @param inverseScale {@code [features]}, √(a feature's share of squared distances) / deviation; 0
 *     for a feature that was constant
 * @param points z of the landmarks, {@code [count, features]}
 */
record Landmarks(float[] mean, float[] inverseScale, float[] points) {
  /** Vectors compared at once: of more only the result takes memory. */
  private static final int BLOCK = 1024;

  Landmarks {
    if (mean.length == 0
        || inverseScale.length != mean.length
        || points.length == 0
        || points.length % mean.length != 0) {
      throw new IllegalArgumentException("the parts of landmarks do not fit together");
    }
  }

  /**
   * Draws landmarks from samples; the same samples give the same ones.
   *
   * @param samples {@code [n, features]}
   * @param shares {@code [features]}, each one's share of squared distances; their sum is 1
   * @param most that are drawn; all samples are taken if there are fewer
   */
  static Landmarks among(float[] samples, double[] shares, int most) {
    int features = shares.length;
    int n = samples.length / features;
    float[] mean = new float[features];
    float[] inverseScale = new float[features];
    for (int i = 0; i < features; i++) {
      double sum = 0;
      for (int s = 0; s < n; s++) {
        sum += samples[s * features + i];
      }
      double centre = sum / n;
      double squares = 0;
      for (int s = 0; s < n; s++) {
        double deviation = samples[s * features + i] - centre;
        squares += deviation * deviation;
      }
      // What rounding leaves of a constant feature's variance is not a scale to divide by.
      double noise = 1e-10 * (1 + centre * centre);
      mean[i] = (float) centre;
      inverseScale[i] = squares / n > noise ? (float) Math.sqrt(shares[i] * n / squares) : 0;
    }
    int[] drawn = drawn(n, Math.min(n, most));
    float[] points = new float[drawn.length * features];
    for (int l = 0; l < drawn.length; l++) {
      System.arraycopy(samples, drawn[l] * features, points, l * features, features);
    }
    return new Landmarks(mean, inverseScale, standardised(points, mean, inverseScale));
  }

  int features() {
    return mean.length;
  }

  int count() {
    return points.length / mean.length;
  }

  /**
   * How like each landmark vectors are.
   *
   * @param vectors {@code [n, features]}
   * @return {@code [n, count]}, in (0, 1]
   */
  float[] likeness(float[] vectors) {
    int n = vectors.length / features();
    float[] likeness = new float[Math.multiplyExact(n, count())];
    for (int first = 0; first < n; first += BLOCK) {
      int end = Math.min(n, first + BLOCK);
      float[] block =
          likenessOf(
              standardised(
                  Arrays.copyOfRange(vectors, first * features(), end * features()),
                  mean,
                  inverseScale));
      System.arraycopy(block, 0, likeness, first * count(), block.length);
    }
    return likeness;
  }

  /** How like each other the landmarks are, {@code [count, count]}. */
  float[] likeness() {
    return likenessOf(points);
  }

  private float[] likenessOf(float[] z) {
    float[] products = InnerProducts.of(z, points, features());
    float[] ours = squares(points, features());
    float[] theirs = squares(z, features());
    for (int i = 0; i < theirs.length; i++) {
      for (int l = 0; l < ours.length; l++) {
        int pair = i * ours.length + l;
        products[pair] = likeness(theirs[i] + ours[l] - 2 * products[pair]);
      }
    }
    return products;
  }

  /** Of what is so far away, squared; rounding may have made that less than 0. */
  static float likeness(float squaredDistance) {
    return 1 / (1 + Math.max(0, squaredDistance));
  }

  /** Squared lengths of vectors. */
  static float[] squares(float[] vectors, int length) {
    float[] squares = new float[vectors.length / length];
    for (int i = 0; i < squares.length; i++) {
      float sum = 0;
      for (int j = i * length; j < (i + 1) * length; j++) {
        sum += vectors[j] * vectors[j];
      }
      squares[i] = sum;
    }
    return squares;
  }

  /** The standard deviation of a feature over the landmarks, which are drawn from all samples. */
  double deviation(int feature) {
    double squares = 0;
    for (int l = 0; l < count(); l++) {
      squares += (double) points[l * features() + feature] * points[l * features() + feature];
    }
    return Math.sqrt(squares / count()) / inverseScale[feature];
  }

  /** The landmarks' z of the features from {@code first} up to {@code end}. */
  float[] points(int first, int end) {
    int length = end - first;
    float[] part = new float[count() * length];
    for (int l = 0; l < count(); l++) {
      System.arraycopy(points, l * features() + first, part, l * length, length);
    }
    return part;
  }

  /**
   * z of vectors that have the features from {@code first} up to {@code end} only.
   *
   * @param vectors {@code [n, end - first]}
   */
  float[] standardised(float[] vectors, int first, int end) {
    return standardised(
        vectors,
        Arrays.copyOfRange(mean, first, end),
        Arrays.copyOfRange(inverseScale, first, end));
  }

  private static float[] standardised(float[] vectors, float[] mean, float[] inverseScale) {
    float[] z = new float[vectors.length];
    for (int first = 0; first < z.length; first += mean.length) {
      for (int i = 0; i < mean.length; i++) {
        z[first + i] = (vectors[first + i] - mean[i]) * inverseScale[i];
      }
    }
    return z;
  }

  /** The first of all numbers below n, shuffled. */
  private static int[] drawn(int n, int count) {
    SplittableRandom random = new SplittableRandom(0);
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, n);
      drawn[i] = numbers[other];
      numbers[other] = numbers[i];
    }
    return drawn;
  }
}
