package org.gramscape.canopy;

/** Sums over pairs of a prediction and its truth. */
final class ErrorSums {
  private long count;
  private double error;
  private double absoluteError;
  private double squaredError;
  private double truthMean;
  private double truthScatter;
  private double truthSquares;
  private double errorTimesTruth;

  void add(double prediction, double truth) {
    double e = prediction - truth;
    count++;
    error += e;
    absoluteError += Math.abs(e);
    squaredError += e * e;
    truthSquares += truth * truth;
    errorTimesTruth += e * truth;
    // Welford (1962): stable where the mean is large against the scatter.
    double delta = truth - truthMean;
    truthMean += delta / count;
    truthScatter += delta * (truth - truthMean);
  }

  /** Adds what others were added to (Chan, Golub and LeVeque 1983, 2.1). */
  void add(ErrorSums other) {
    if (other.count == 0) {
      return;
    }
    double delta = other.truthMean - truthMean;
    double share = (double) other.count / (count + other.count);
    truthScatter += other.truthScatter + delta * delta * share * count;
    truthMean += delta * share;
    count += other.count;
    error += other.error;
    absoluteError += other.absoluteError;
    squaredError += other.squaredError;
    truthSquares += other.truthSquares;
    errorTimesTruth += other.errorTimesTruth;
  }

  long count() {
    return count;
  }

  double bias() {
    return error / count;
  }

  double mae() {
    return absoluteError / count;
  }

  double rmse() {
    return Math.sqrt(squaredError / count);
  }

  /** NaN if the truth does not vary. */
  double r2() {
    return r2Of(1);
  }

  /** As if all truths were multiplied by a factor; NaN if they do not vary. */
  double r2Of(double factor) {
    // p - f t = e + (1 - f) t
    double rest = 1 - factor;
    double squared = squaredError + 2 * rest * errorTimesTruth + rest * rest * truthSquares;
    return truthScatter > 0 ? 1 - squared / (factor * factor * truthScatter) : Double.NaN;
  }
}
