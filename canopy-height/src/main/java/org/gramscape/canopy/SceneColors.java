package org.gramscape.canopy;

import java.io.IOException;
import java.util.Arrays;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.SampleScaling;

/**
 * How bright a scene's bands are after scaling, from windows all over it.
 *
 * @param mean of each band; NaN if nothing that was looked at is valid
 * @param deviation of each band
 */
record SceneColors(double[] mean, double[] deviation) {
  /** Windows a side, and their pixels a side, that are looked at. */
  private static final int WINDOWS = 8;

  private static final int SIDE = 64;

  static SceneColors of(RasterSource source, int[] bands, SampleScaling scaling)
      throws IOException {
    double[] sums = new double[bands.length];
    double[] squares = new double[bands.length];
    long count = 0;
    RasterInfo info = source.info();
    int width = Math.min(SIDE, info.width());
    int height = Math.min(SIDE, info.height());
    for (int w = 0; w < WINDOWS * WINDOWS; w++) {
      int column = (int) ((long) (w % WINDOWS) * (info.width() - width) / (WINDOWS - 1));
      int row = (int) ((long) (w / WINDOWS) * (info.height() - height) / (WINDOWS - 1));
      PixelBlock block = source.read(new Window(column, row, width, height), bands);
      int size = width * height;
      for (int i = 0; i < size; i++) {
        if (block.valid()[i]) {
          count++;
          for (int b = 0; b < bands.length; b++) {
            double value = scaling.scale(bands[b], block.samples()[b * size + i]);
            sums[b] += value;
            squares[b] += value * value;
          }
        }
      }
    }
    double[] mean = new double[bands.length];
    double[] deviation = new double[bands.length];
    for (int b = 0; b < bands.length; b++) {
      mean[b] = sums[b] / count;
      deviation[b] = Math.sqrt(Math.max(0, squares[b] / count - mean[b] * mean[b]));
    }
    return new SceneColors(mean, deviation);
  }

  /** The mean of the bands' means. */
  double brightness() {
    return Arrays.stream(mean).average().orElse(Double.NaN);
  }
}
