package org.gramscape.training.heights;

import java.util.List;
import org.gramscape.tiling.Resampling;
import org.gramscape.training.dense.TruthKind;

/**
 * Heights: of larger pixels their mean, of smaller ones what lies between.
 *
 * @param limits between classes of heights, in metres
 */
record HeightKind(List<Double> limits) implements TruthKind {
  /** A pixel is known if as much of it is. */
  private static final float LEAST_SHARE = 0.5f;

  @Override
  public float[] resampled(float[] truth, int from, int to) {
    return resampled(truth, Resampling.between(from, from, to, to));
  }

  static float[] resampled(float[] truth, Resampling to) {
    boolean[] known = new boolean[truth.length];
    float[] shares = new float[truth.length];
    float[] heights = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      known[i] = !Float.isNaN(truth[i]);
      shares[i] = known[i] ? 1 : 0;
      heights[i] = known[i] ? truth[i] : 0;
    }
    float[] resampled = to.apply(heights, 1, known).clone();
    float[] share = to.apply(shares, 1);
    for (int i = 0; i < resampled.length; i++) {
      if (share[i] < LEAST_SHARE) {
        resampled[i] = Float.NaN;
      }
    }
    return resampled;
  }

  @Override
  public int classes() {
    return limits.size() + 1;
  }

  @Override
  public int classOf(float height) {
    int number = 0;
    while (number < limits.size() && height >= limits.get(number)) {
      number++;
    }
    return number;
  }
}
