package org.gramscape.landcover;

import org.gramscape.tiling.Tile;

/**
 * Brings shares of patches to pixels with the image as guide: a pixel has the mean of the patches
 * around it, weighted by how near they are and how alike their colours are to its own (joint
 * bilateral upsampling, Kopf et al. 2007). So borders lie where the image has them and not where
 * patches meet. Cells within patches are the same to it, and called patches here.
 *
 * <p>A pixel depends on the {@value #REACH} patches to each side alone. Shares that are the same
 * everywhere stay what they are to the last bit, and all stay between the least and the greatest.
 * Patches without a valid pixel say nothing of their neighbours.
 */
final class GuidedUpsampling {
  private static final int REACH = 2;

  /** In patches; a wider reach rounds the corners off. */
  private static final double NEAR = 1;

  /** Of a standard deviation of the images that the model was trained on, in all bands together. */
  private static final double ALIKE = 0.5;

  private final Tile tile;
  private final int across;
  private final int down;

  /** {@code [down, across, bands]}: the mean colour of the valid pixels. */
  private final float[] colors;

  private final boolean[] valid;

  /**
   * @param tile of the model's pixels, whose samples are the guide
   * @param across patches along a row
   * @param down patches along a column
   */
  GuidedUpsampling(Tile tile, int across, int down) {
    this.tile = tile;
    this.across = across;
    this.down = down;
    this.colors = new float[across * down * tile.bands()];
    this.valid = new boolean[across * down];
    int[] counts = new int[across * down];
    int size = tile.width() * tile.height();
    for (int i = 0; i < size; i++) {
      if (tile.valid()[i]) {
        int patch = patchAt(i / tile.width(), i % tile.width());
        counts[patch]++;
        for (int band = 0; band < tile.bands(); band++) {
          colors[patch * tile.bands() + band] += tile.samples()[band * size + i];
        }
      }
    }
    for (int patch = 0; patch < valid.length; patch++) {
      valid[patch] = counts[patch] > 0;
      for (int band = 0; band < tile.bands() && valid[patch]; band++) {
        colors[patch * tile.bands() + band] /= counts[patch];
      }
    }
  }

  /**
   * @param shares {@code [channels, down, across]}
   * @return {@code [channels, height, width]}
   */
  float[] apply(float[] shares, int channels) {
    int size = tile.width() * tile.height();
    float[] pixels = new float[channels * size];
    double[] weights = new double[across * down];
    for (int row = 0; row < tile.height(); row++) {
      for (int column = 0; column < tile.width(); column++) {
        pixel(row, column, shares, channels, weights, pixels);
      }
    }
    return pixels;
  }

  private void pixel(
      int row, int column, float[] shares, int channels, double[] weights, float[] pixels) {
    int size = tile.width() * tile.height();
    int i = row * tile.width() + column;
    int nearest = patchAt(row, column);
    int firstRow = Math.max(0, nearest / across - REACH);
    int lastRow = Math.min(down - 1, nearest / across + REACH);
    int firstColumn = Math.max(0, nearest % across - REACH);
    int lastColumn = Math.min(across - 1, nearest % across + REACH);
    double sum = 0;
    if (tile.valid()[i]) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int y = firstRow; y <= lastRow; y++) {
        for (int x = firstColumn; x <= lastColumn; x++) {
          int patch = y * across + x;
          weights[patch] = logWeight(row, column, x, y);
          greatest = Math.max(greatest, weights[patch]);
        }
      }
      for (int y = firstRow; y <= lastRow; y++) {
        for (int x = firstColumn; x <= lastColumn; x++) {
          int patch = y * across + x;
          weights[patch] = Math.exp(weights[patch] - greatest);
          sum += weights[patch];
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      int plane = c * across * down;
      double own = shares[plane + nearest];
      double more = 0;
      for (int y = firstRow; y <= lastRow && sum > 0; y++) {
        for (int x = firstColumn; x <= lastColumn; x++) {
          int patch = y * across + x;
          more += weights[patch] / sum * (shares[plane + patch] - own);
        }
      }
      pixels[c * size + i] = (float) (own + more);
    }
  }

  /** Of a patch for a valid pixel; minus infinity if the patch has no valid pixel itself. */
  private double logWeight(int row, int column, int x, int y) {
    int patch = y * across + x;
    if (!valid[patch]) {
      return Double.NEGATIVE_INFINITY;
    }
    double left = (column + 0.5) / tile.width() * across - (x + 0.5);
    double up = (row + 0.5) / tile.height() * down - (y + 0.5);
    double color = 0;
    for (int band = 0; band < tile.bands(); band++) {
      double difference =
          tile.samples()[(band * tile.height() + row) * tile.width() + column]
              - colors[patch * tile.bands() + band];
      color += difference * difference;
    }
    return -(left * left + up * up) / (2 * NEAR * NEAR) - color / (2 * ALIKE * ALIKE);
  }

  private int patchAt(int row, int column) {
    return (int) ((long) row * down / tile.height()) * across
        + (int) ((long) column * across / tile.width());
  }
}
