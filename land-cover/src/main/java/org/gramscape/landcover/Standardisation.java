package org.gramscape.landcover;

import java.util.List;

/**
 * Brings features to mean 0 and each part of them, such as a backbone's or those of colour, to a
 * squared length of about 1: so no part drowns another, and penalties mean the same for every
 * backbone.
 *
 * @param mean {@code [features]}
 * @param inverseScale {@code [features]}; 0 for a feature that was constant
 */
record Standardisation(float[] mean, float[] inverseScale) {

  Standardisation {
    if (mean.length != inverseScale.length) {
      throw new IllegalArgumentException("as many means as scales are needed");
    }
  }

  int features() {
    return mean.length;
  }

  /** The feature vector that starts at {@code offset} of {@code x}. */
  float[] apply(float[] x, int offset) {
    float[] z = new float[mean.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (x[offset + i] - mean[i]) * inverseScale[i];
    }
    return z;
  }

  /** The mean and deviation of feature vectors that come one by one (Welford 1962). */
  static final class Statistics {
    private final List<Integer> parts;
    private final double[] mean;
    private final double[] scatter;
    private long count;

    /**
     * @param parts lengths of the features' parts
     */
    Statistics(List<Integer> parts) {
      this.parts = parts;
      mean = new double[parts.stream().mapToInt(Integer::intValue).sum()];
      scatter = new double[mean.length];
    }

    void add(float[] x, int offset) {
      count++;
      for (int i = 0; i < mean.length; i++) {
        double delta = x[offset + i] - mean[i];
        mean[i] += delta / count;
        scatter[i] += delta * (x[offset + i] - mean[i]);
      }
    }

    Standardisation standardisation() {
      float[] means = new float[mean.length];
      float[] scales = new float[mean.length];
      int i = 0;
      for (int part : parts) {
        for (int end = i + part; i < end; i++) {
          double deviation = Math.sqrt(scatter[i] / count * part);
          means[i] = (float) mean[i];
          scales[i] = deviation > 1e-6 * (1 + Math.abs(mean[i])) ? (float) (1 / deviation) : 0;
        }
      }
      return new Standardisation(means, scales);
    }
  }
}
