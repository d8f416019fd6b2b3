package org.gramscape.training.probe;

/** The cosine of the angle between two feature vectors; 0 for one of length 0. */
final class Cosine {
  private Cosine() {}

  static double of(float[] a, int firstOfA, float[] b, int firstOfB, int length) {
    double product = 0;
    double squareOfA = 0;
    double squareOfB = 0;
    for (int i = 0; i < length; i++) {
      double x = a[firstOfA + i];
      double y = b[firstOfB + i];
      product += x * y;
      squareOfA += x * x;
      squareOfB += y * y;
    }
    return product / Math.sqrt(Math.max(squareOfA * squareOfB, Double.MIN_NORMAL));
  }
}
