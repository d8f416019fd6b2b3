package org.gramscape.canopy;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Weights of landmarks whose penalty is chosen by leaving out one fold of samples at a time.
 *
 * <p>With the likenesses K of n samples to the landmarks and L of the landmarks to each other, they
 * minimise {@code |y - Kw|² / n + penalty w'Lw}: the norm of the function among all that the kernel
 * can make (Smola and Schölkopf 2000, "Sparse greedy matrix approximation"). The same samples give
 * the same weights.
 *
 * @param weights {@code [landmarks]}
 * @param penalty the one of {@link #PENALTIES} with the least held-out squared error; of equal ones
 *     the greatest
 * @param heldOut what is predicted of each sample by those of the other folds
 */
record LandmarkWeights(float[] weights, double penalty, double[] heldOut) {
  /** From nearly the mean to nearly none. */
  static final double[] PENALTIES = {1, 1e-1, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6};

  /** Added to L's diagonal, so that landmarks may be equal. */
  private static final double JITTER = 1e-4;

  /**
   * Fits.
   *
   * @param likeness K, {@code [samples, landmarks]}
   * @param among L, {@code [landmarks, landmarks]}
   * @param targets {@code [samples]}
   * @param folds {@code [samples]}, the number of each one's fold, from 0; at least two differ
   */
  static LandmarkWeights of(float[] likeness, float[] among, double[] targets, int[] folds) {
    int count = likeness.length / targets.length;
    NormalEquations[] sums = new NormalEquations[Arrays.stream(folds).max().orElseThrow() + 1];
    Arrays.setAll(sums, fold -> new NormalEquations(count, 1));
    float[] target = new float[1];
    for (int i = 0; i < targets.length; i++) {
      target[0] = (float) targets[i];
      sums[folds[i]].add(likeness, i * count, target);
    }
    double[][] heldOut = new double[PENALTIES.length][targets.length];
    for (int fold = 0; fold < sums.length; fold++) {
      int held = fold;
      int[] samples = IntStream.range(0, folds.length).filter(i -> folds[i] == held).toArray();
      if (samples.length == 0) {
        continue;
      }
      NormalEquations rest = sum(sums, held);
      for (int p = 0; p < PENALTIES.length; p++) {
        float[] weights = solve(rest, among, PENALTIES[p]);
        for (int i : samples) {
          heldOut[p][i] = KernelRegression.weighted(weights, likeness, i * count);
        }
      }
    }
    int best = 0;
    for (int p = 1; p < PENALTIES.length; p++) {
      if (squaredError(heldOut[p], targets) < squaredError(heldOut[best], targets)) {
        best = p;
      }
    }
    float[] weights = solve(sum(sums, -1), among, PENALTIES[best]);
    return new LandmarkWeights(weights, PENALTIES[best], heldOut[best]);
  }

  private static NormalEquations sum(NormalEquations[] folds, int except) {
    NormalEquations sum = new NormalEquations(folds[0].features(), 1);
    IntStream.range(0, folds.length).filter(f -> f != except).forEach(f -> sum.add(folds[f]));
    return sum;
  }

  private static double squaredError(double[] predicted, double[] targets) {
    return IntStream.range(0, targets.length)
        .mapToDouble(i -> (targets[i] - predicted[i]) * (targets[i] - predicted[i]))
        .sum();
  }

  private static float[] solve(NormalEquations sums, float[] among, double penalty) {
    int count = sums.features();
    double[][] matrix = new double[count][];
    double[] right = new double[count];
    for (int i = 0; i < count; i++) {
      matrix[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = sums.meanProduct(i, j) + penalty * among[i * count + j];
      }
      matrix[i][i] += penalty * JITTER;
      right[i] = sums.meanProductWithTarget(i, 0);
    }
    double[] solution = Cholesky.of(matrix).solve(right);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) solution[i];
    }
    return weights;
  }
}
