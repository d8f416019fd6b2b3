package org.gramscape.canopy;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Ridge regression whose penalty is chosen by leaving out one fold at a time.
 *
 * <p>Features are standardised, the intercept is not penalised, and the penalty is relative to the
 * number of samples: with standardised features z it minimises {@code |y - Zw|² / n + penalty |w|²}
 * (Hoerl and Kennard 1970). Held-out errors follow from each fold's {@link NormalEquations}, so the
 * samples are read once. The same folds give the same fit.
 *
 * @param ridge fitted to all folds
 * @param penalty the one of {@link #PENALTIES} with the least held-out squared error; of equal ones
 *     the greatest
 * @param samples number of samples in all folds
 * @param rmse root mean squared error of the held-out predictions over all targets
 * @param r2 1 - (held-out squared error) / (squared deviation from each target's mean)
 */
record RidgeFit(RidgeRegression ridge, double penalty, long samples, double rmse, double r2) {

  /** From nearly none to nearly the mean. */
  static final double[] PENALTIES = {1e2, 1e1, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5};

  /**
   * Fits.
   *
   * @param folds at least two with samples; of the same features and targets
   * @throws IllegalArgumentException if fewer than two folds have samples
   */
  static RidgeFit of(List<NormalEquations> folds) {
    List<NormalEquations> filled = folds.stream().filter(fold -> fold.count() > 0).toList();
    if (filled.size() < 2) {
      throw new IllegalArgumentException("two folds with samples are needed");
    }
    int targets = filled.get(0).targets();
    double[][] errors = new double[PENALTIES.length][targets];
    for (NormalEquations held : filled) {
      StandardisedSystem rest = new StandardisedSystem(sum(filled, held));
      for (int p = 0; p < PENALTIES.length; p++) {
        StandardisedSystem.Solution solution = rest.solve(PENALTIES[p]);
        for (int t = 0; t < targets; t++) {
          errors[p][t] += held.squaredError(t, solution.weights()[t], solution.intercepts()[t]);
        }
      }
    }
    int best = 0;
    for (int p = 1; p < PENALTIES.length; p++) {
      if (total(errors[p]) < total(errors[best])) {
        best = p;
      }
    }
    NormalEquations all = sum(filled, null);
    double scatter = 0;
    for (int t = 0; t < targets; t++) {
      scatter += all.squaredDeviation(t, all.meanY(t));
    }
    double error = total(errors[best]);
    return new RidgeFit(
        new StandardisedSystem(all).regression(PENALTIES[best]),
        PENALTIES[best],
        all.count(),
        Math.sqrt(error / (all.count() * targets)),
        1 - error / scatter);
  }

  private static NormalEquations sum(List<NormalEquations> folds, NormalEquations except) {
    NormalEquations sum = new NormalEquations(folds.get(0).features(), folds.get(0).targets());
    folds.stream().filter(fold -> fold != except).forEach(sum::add);
    return sum;
  }

  private static double total(double[] errors) {
    return DoubleStream.of(errors).sum();
  }
}
