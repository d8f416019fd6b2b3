package org.gramscape.canopy;

import java.io.IOException;
import java.util.Arrays;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.tiling.SampleScaling;

/**
 * How bright the bands of scenes are after scaling, from 0 to 1.
 *
 * @param mean of each band; NaN if nothing that was looked at is valid
 * @param deviation of each band
 * @param white the share of pixels a band of which is white
 */
record SceneColors(double[] mean, double[] deviation, double white) {
  /** As bright as this is white, but for half a percent. */
  static final double WHITE = 0.995;

  /** Windows a side, and their pixels a side, that are looked at. */
  private static final int WINDOWS = 8;

  private static final int SIDE = 64;

  /** Those of a scene, from windows all over it. */
  static SceneColors of(RasterSource source, int[] bands, SampleScaling scaling)
      throws IOException {
    double[] sums = new double[bands.length];
    double[] squares = new double[bands.length];
    long count = 0;
    long white = 0;
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
          boolean isWhite = false;
          for (int b = 0; b < bands.length; b++) {
            double value = scaling.scale(bands[b], block.samples()[b * size + i]);
            sums[b] += value;
            squares[b] += value * value;
            isWhite |= value >= WHITE;
          }
          white += isWhite ? 1 : 0;
        }
      }
    }
    double[] mean = new double[bands.length];
    double[] deviation = new double[bands.length];
    for (int b = 0; b < bands.length; b++) {
      mean[b] = sums[b] / count;
      deviation[b] = Math.sqrt(Math.max(0, squares[b] / count - mean[b] * mean[b]));
    }
    return new SceneColors(mean, deviation, (double) white / count);
  }

  /** Those that a normalisation stands for, by which a network saw all that it was trained on. */
  static SceneColors of(ImageNormalisation normalisation) {
    int bands = normalisation.mean().length;
    double[] mean = new double[bands];
    double[] deviation = new double[bands];
    for (int b = 0; b < bands; b++) {
      mean[b] = normalisation.mean()[b];
      deviation[b] = normalisation.standardDeviation()[b];
    }
    return new SceneColors(mean, deviation, 0);
  }

  /** The mean of the bands' means. */
  double brightness() {
    return Arrays.stream(mean).average().orElse(Double.NaN);
  }
}
