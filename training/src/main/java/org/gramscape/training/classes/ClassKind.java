package org.gramscape.training.classes;

import org.gramscape.training.dense.TruthKind;

/**
 * Classes by their places in a legend: of other pixels the one at their middle.
 *
 * @param classes how many there are
 */
record ClassKind(int classes) implements TruthKind {

  @Override
  public float[] resampled(float[] truth, int from, int to) {
    float[] resampled = new float[to * to];
    double scale = (double) from / to;
    for (int i = 0; i < resampled.length; i++) {
      int row = (int) ((i / to + 0.5) * scale);
      int column = (int) ((i % to + 0.5) * scale);
      resampled[i] = truth[row * from + column];
    }
    return resampled;
  }

  @Override
  public int classOf(float number) {
    return (int) number;
  }
}
