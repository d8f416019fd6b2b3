package org.gramscape.training.scenes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.ssl.data.Normalisation;

/**
 * What is known of a scene from a bounded number of its pixels.
 *
 * @param validShare of the pixels
 * @param mean of each band's valid samples, as [0, 1]
 * @param meanSquare of each band's valid samples
 */
record Survey(double validShare, double[] mean, double[] meanSquare) {
  private static final int PLACES = 3;
  private static final int SIDE = 128;

  /** Of a band that is the same everywhere. */
  private static final double LEAST_DEVIATION = 1e-3;

  /** Of the bands of scenes that are drawn by shares which sum to 1. */
  static Normalisation normalisation(List<Survey> surveys, double[] shares) {
    int bands = surveys.get(0).mean().length;
    float[] means = new float[bands];
    float[] deviations = new float[bands];
    for (int band = 0; band < bands; band++) {
      double mean = 0;
      double meanSquare = 0;
      for (int i = 0; i < shares.length; i++) {
        mean += shares[i] * surveys.get(i).mean()[band];
        meanSquare += shares[i] * surveys.get(i).meanSquare()[band];
      }
      means[band] = (float) mean;
      deviations[band] =
          (float) Math.max(Math.sqrt(Math.max(meanSquare - mean * mean, 0)), LEAST_DEVIATION);
    }
    return new Normalisation(means, deviations);
  }

  /** Of some windows, spread evenly. */
  static Survey of(Scene scene) throws IOException {
    List<Samples> windows = new ArrayList<>();
    int width = Math.min(SIDE, scene.width());
    int height = Math.min(SIDE, scene.height());
    try (RasterSource source = scene.open()) {
      for (int i = 0; i < PLACES * PLACES; i++) {
        int left = (scene.width() - width) * (i % PLACES) / (PLACES - 1);
        int top = (scene.height() - height) * (i / PLACES) / (PLACES - 1);
        windows.add(scene.read(source, new Window(left, top, width, height)));
      }
    }
    return of(windows, scene.bands().length);
  }

  /** Of pixels all over some windows. */
  static Survey of(List<Samples> windows, int bands) {
    long pixels = 0;
    double valid = 0;
    long[] count = new long[bands];
    double[] sum = new double[bands];
    double[] squares = new double[bands];
    for (Samples window : windows) {
      long size = (long) window.height() * window.width();
      pixels += size;
      valid += size * window.validShare(0, 0, window.height(), window.width());
      int step = 1 + Math.max(window.height(), window.width()) / SIDE;
      for (int row = 0; row < window.height(); row += step) {
        for (int column = 0; column < window.width(); column += step) {
          for (int band = 0; band < bands; band++) {
            if (window.isValid(band, row, column)) {
              double value = window.scaled(band, row, column);
              count[band]++;
              sum[band] += value;
              squares[band] += value * value;
            }
          }
        }
      }
    }
    for (int band = 0; band < bands; band++) {
      sum[band] /= Math.max(count[band], 1);
      squares[band] /= Math.max(count[band], 1);
    }
    return new Survey(valid / pixels, sum, squares);
  }
}
