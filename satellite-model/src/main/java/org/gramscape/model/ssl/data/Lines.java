package org.gramscape.model.ssl.data;

import java.util.Arrays;
import org.gramscape.model.resample.ResampleWeights;

/**
 * Weighted sums of lines of samples. Each line is an array of its own and every loop runs over all
 * its arrays from 0 on: other loops the compiler doesn't turn into vector instructions.
 */
final class Lines {
  private static final int BLOCK = 8;

  private Lines() {}

  /**
   * What a window of an image becomes if its rows are mixed and then its columns.
   *
   * @param left of the window, as {@code top} in pixels; the weights say how large it is
   * @param to {@code [bands, rows, columns]}, as many of both as there are weights
   */
  static void mix(
      Image image,
      int top,
      int left,
      ResampleWeights ofRows,
      ResampleWeights ofColumns,
      float[] to) {
    int height = ofRows.first().length;
    int width = ofColumns.first().length;
    // Band by band, so that all of it stays in the processor's own memory.
    float[][] source = new float[ofRows.length()][ofColumns.length()];
    float[][] low = new float[height][ofColumns.length()];
    float[][] columns = new float[ofColumns.length()][height];
    float[][] narrow = new float[width][height];
    float[][] rows = new float[height][width];
    for (int band = 0; band < image.bands(); band++) {
      for (int y = 0; y < source.length; y++) {
        int from = (band * image.height() + top + y) * image.width() + left;
        System.arraycopy(image.values(), from, source[y], 0, source[y].length);
      }
      mix(source, ofRows, low);
      transpose(low, columns);
      mix(columns, ofColumns, narrow);
      transpose(narrow, rows);
      for (int y = 0; y < height; y++) {
        System.arraycopy(rows[y], 0, to, (band * height + y) * width, width);
      }
    }
  }

  private static void mix(float[][] lines, ResampleWeights weights, float[][] to) {
    for (int i = 0; i < to.length; i++) {
      Arrays.fill(to[i], 0);
      mix(lines, weights.first()[i], weights.weights()[i], to[i]);
    }
  }

  private static void mix(float[][] lines, int first, float[] weights, float[] to) {
    int k = 0;
    for (; k + 3 < weights.length; k += 4) {
      add(
          lines[first + k],
          lines[first + k + 1],
          lines[first + k + 2],
          lines[first + k + 3],
          weights[k],
          weights[k + 1],
          weights[k + 2],
          weights[k + 3],
          to);
    }
    for (; k < weights.length; k++) {
      add(lines[first + k], weights[k], to);
    }
  }

  private static void add(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float ofA,
      float ofB,
      float ofC,
      float ofD,
      float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += ofA * a[i] + ofB * b[i] + ofC * c[i] + ofD * d[i];
    }
  }

  private static void add(float[] a, float ofA, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += ofA * a[i];
    }
  }

  private static void transpose(float[][] lines, float[][] to) {
    int y = 0;
    for (; y + BLOCK <= lines.length; y += BLOCK) {
      float[] a = lines[y];
      float[] b = lines[y + 1];
      float[] c = lines[y + 2];
      float[] d = lines[y + 3];
      float[] e = lines[y + 4];
      float[] f = lines[y + 5];
      float[] g = lines[y + 6];
      float[] h = lines[y + 7];
      for (int x = 0; x < to.length; x++) {
        float[] line = to[x];
        line[y] = a[x];
        line[y + 1] = b[x];
        line[y + 2] = c[x];
        line[y + 3] = d[x];
        line[y + 4] = e[x];
        line[y + 5] = f[x];
        line[y + 6] = g[x];
        line[y + 7] = h[x];
      }
    }
    for (; y < lines.length; y++) {
      for (int x = 0; x < to.length; x++) {
        to[x][y] = lines[y][x];
      }
    }
  }
}
