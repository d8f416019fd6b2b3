package org.gramscape.training.probe;

import java.util.Arrays;
import org.gramscape.geoio.Georeference;

/**
 * A scene's patch tokens.
 *
 * @param place of the grid of patches
 * @param width patches along a row
 * @param height patches along a column
 * @param values {@code [height, width, channels]}
 * @param valid {@code [height, width]}, whether a patch holds a valid pixel
 */
record SceneFeatures(
    Georeference place, int channels, int width, int height, float[] values, boolean[] valid) {

  int size() {
    return width * height;
  }

  /** The first columns and rows of it. */
  SceneFeatures part(int columns, int rows) {
    float[] partValues = new float[columns * rows * channels];
    boolean[] partValid = new boolean[columns * rows];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          values, row * width * channels, partValues, row * columns * channels, columns * channels);
      System.arraycopy(valid, row * width, partValid, row * columns, columns);
    }
    return new SceneFeatures(place, channels, columns, rows, partValues, partValid);
  }

  /** Whether a place lies in a valid patch. */
  boolean isValid(double column, double row) {
    return column >= 0
        && row >= 0
        && column < width
        && row < height
        && valid[(int) row * width + (int) column];
  }

  /**
   * The feature at a place, interpolated linearly between the centres of valid patches.
   *
   * @param column of the place on the grid of patches, from its corner
   * @param to receives {@code [channels]}
   * @return whether the place lies in a valid patch
   */
  boolean at(double column, double row, float[] to) {
    if (!isValid(column, row)) {
      return false;
    }
    double x = Math.min(Math.max(column - 0.5, 0), width - 1.0);
    double y = Math.min(Math.max(row - 0.5, 0), height - 1.0);
    Arrays.fill(to, 0);
    double sum = 0;
    for (int corner = 0; corner < 4; corner++) {
      int patchColumn = Math.min((int) x + corner % 2, width - 1);
      int patchRow = Math.min((int) y + corner / 2, height - 1);
      double across = corner % 2 == 0 ? 1 - (x - (int) x) : x - (int) x;
      double down = corner / 2 == 0 ? 1 - (y - (int) y) : y - (int) y;
      int patch = patchRow * width + patchColumn;
      double weight = across * down;
      if (weight > 0 && valid[patch]) {
        sum += weight;
        for (int c = 0; c < channels; c++) {
          to[c] += (float) (weight * values[patch * channels + c]);
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      to[c] /= (float) sum;
    }
    return true;
  }

  /** The cosine of the angle between two patches' tokens. */
  double similarity(int patch, int other) {
    return Cosine.of(values, patch * channels, values, other * channels, channels);
  }
}
