package org.gramscape.canopy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds weights of landmarks for what is told of samples; the penalty is chosen by leaving out one
 * fold of samples at a time.
 *
 * <p>With the likenesses K of n samples to the landmarks and L of the landmarks to each other, the
 * weights w for targets y minimise {@code |y - Kw|² / n + penalty w'Lw}: the norm of the function
 * among all that the kernel can make (Smola and Schölkopf 2000, "Sparse greedy matrix
 * approximation"). Matrices are factorised once, whatever the targets, those of a fold side by side
 * on all processors: each is one task from beginning to end, so that the same samples give the same
 * weights on any number of them. All factors are kept; a matrix is there while it is factorised.
 */
final class LandmarkRegression {
  /** From nearly the mean to nearly none. */
  static final double[] PENALTIES = {1, 1e-1, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6};

  /** Added to L's diagonal, so that landmarks may be equal. */
  private static final double JITTER = 1e-4;

  private final float[] likeness;
  private final float[] among;
  private final int[] folds;
  private final Products all;

  /** Of the samples outside each fold, at each penalty. */
  private final Cholesky[][] outside;

  /**
   * @param likeness K, {@code [samples, landmarks]}
   * @param among L, {@code [landmarks, landmarks]}
   * @param folds {@code [samples]}, the number of each one's fold, from 0; at least two differ
   */
  LandmarkRegression(float[] likeness, float[] among, int[] folds) {
    this.likeness = likeness;
    this.among = among;
    this.folds = folds;
    Products[] inside = new Products[Arrays.stream(folds).max().orElseThrow() + 1];
    Arrays.setAll(inside, fold -> Products.of(likeness, folds, fold));
    this.all = Products.sum(inside, fold -> true);
    this.outside = new Cholesky[inside.length][PENALTIES.length];
    for (int fold = 0; fold < inside.length; fold++) {
      int held = fold;
      Products rest = Products.sum(inside, other -> other != held);
      Arrays.parallelSetAll(outside[fold], p -> factor(rest, PENALTIES[p]));
    }
  }

  private Cholesky factor(Products products, double penalty) {
    int count = products.sums.length;
    double[][] matrix = new double[count][];
    for (int i = 0; i < count; i++) {
      matrix[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = products.sums[i][j] / products.samples + penalty * among[i * count + j];
      }
      matrix[i][i] += penalty * JITTER;
    }
    return Cholesky.of(matrix);
  }

  /**
   * Fits.
   *
   * @param targets {@code [samples]}
   */
  LandmarkWeights fit(double[] targets) {
    double[][] heldOut = new double[PENALTIES.length][targets.length];
    for (int fold = 0; fold < outside.length; fold++) {
      int held = fold;
      double[] right = meanProducts(targets, i -> folds[i] != held);
      for (int p = 0; p < PENALTIES.length; p++) {
        float[] weights = solve(outside[fold][p], right);
        for (int i = 0; i < folds.length; i++) {
          if (folds[i] == fold) {
            heldOut[p][i] = weighted(weights, i * weights.length);
          }
        }
      }
    }
    int best = 0;
    for (int p = 1; p < PENALTIES.length; p++) {
      if (squaredError(heldOut[p], targets) < squaredError(heldOut[best], targets)) {
        best = p;
      }
    }
    double penalty = PENALTIES[best];
    float[] weights = solve(factor(all, penalty), meanProducts(targets, i -> true));
    return new LandmarkWeights(weights, penalty, heldOut[best]);
  }

  /** The sum of the likenesses that start at {@code first}, weighted. */
  private double weighted(float[] weights, int first) {
    double sum = 0;
    for (int l = 0; l < weights.length; l++) {
      sum += weights[l] * likeness[first + l];
    }
    return sum;
  }

  /** K'y / n of some of the samples. */
  private double[] meanProducts(double[] targets, IntPredicate isOne) {
    double[] sums = new double[all.sums.length];
    int n = 0;
    for (int i = 0; i < targets.length; i++) {
      if (isOne.test(i)) {
        n++;
        for (int l = 0; l < sums.length; l++) {
          sums[l] += targets[i] * likeness[i * sums.length + l];
        }
      }
    }
    for (int l = 0; l < sums.length; l++) {
      sums[l] /= n;
    }
    return sums;
  }

  private static float[] solve(Cholesky factor, double[] right) {
    double[] solution = factor.solve(right);
    float[] weights = new float[solution.length];
    for (int l = 0; l < weights.length; l++) {
      weights[l] = (float) solution[l];
    }
    return weights;
  }

  private static double squaredError(double[] predicted, double[] targets) {
    return IntStream.range(0, targets.length)
        .mapToDouble(i -> (targets[i] - predicted[i]) * (targets[i] - predicted[i]))
        .sum();
  }

  /**
   * Products of likenesses of two landmarks, summed over some samples.
   *
   * @param sums by rows, row i of i + 1 numbers
   */
  private record Products(int samples, double[][] sums) {
    /** Landmarks whose rows are added to, for all samples, while they are near the processor. */
    private static final int ROWS_AT_ONCE = 32;

    static Products none(int landmarks) {
      double[][] sums = new double[landmarks][];
      Arrays.setAll(sums, i -> new double[i + 1]);
      return new Products(0, sums);
    }

    /** Of one fold. */
    static Products of(float[] likeness, int[] folds, int fold) {
      int landmarks = likeness.length / folds.length;
      int[] samples = IntStream.range(0, folds.length).filter(i -> folds[i] == fold).toArray();
      double[][] sums = none(landmarks).sums;
      double[] own = new double[landmarks];
      for (int first = 0; first < landmarks; first += ROWS_AT_ONCE) {
        int end = Math.min(first + ROWS_AT_ONCE, landmarks);
        for (int sample : samples) {
          for (int j = 0; j < end; j++) {
            own[j] = likeness[sample * landmarks + j];
          }
          for (int i = first; i < end; i++) {
            addProducts(own[i], own, sums[i]);
          }
        }
      }
      return new Products(samples.length, sums);
    }

    private static void addProducts(double factor, double[] values, double[] sums) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += factor * values[j];
      }
    }

    /** Of some folds. */
    static Products sum(Products[] folds, IntPredicate isOne) {
      int samples = 0;
      double[][] sums = none(folds[0].sums.length).sums;
      for (int fold = 0; fold < folds.length; fold++) {
        if (isOne.test(fold)) {
          samples += folds[fold].samples;
          for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j <= i; j++) {
              sums[i][j] += folds[fold].sums[i][j];
            }
          }
        }
      }
      return new Products(samples, sums);
    }
  }
}
