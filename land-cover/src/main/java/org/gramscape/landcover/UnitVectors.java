package org.gramscape.landcover;

/** Vectors of length 1, whose products are cosines. */
final class UnitVectors {
  private UnitVectors() {}

  /** A vector of the same direction; one of zeros stays as it is. */
  static float[] of(float[] x) {
    double inverse = 1 / length(x);
    float[] unit = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      unit[i] = (float) (x[i] * inverse);
    }
    return unit;
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Never 0, so that one may divide by it. */
  static double length(float[] x) {
    return Math.sqrt(Math.max(dot(x, x), Double.MIN_NORMAL));
  }
}
