package org.gramscape.training.scenes;

import java.util.List;

/**
 * How each band's valid samples, as [0, 1], spread over scenes.
 *
 * @param mean a value a band
 * @param standardDeviation a value a band, above 0
 */
public record BandStatistics(float[] mean, float[] standardDeviation) {
  private static final double LEAST_DEVIATION = 1e-3;

  /** Of what is drawn of scenes by their shares. */
  static BandStatistics of(List<SurveyedScene> scenes, double[] shares) {
    int bands = scenes.get(0).survey().mean().length;
    double[] mean = new double[bands];
    double[] meanSquare = new double[bands];
    for (int i = 0; i < shares.length; i++) {
      Survey survey = scenes.get(i).survey();
      for (int band = 0; band < bands; band++) {
        mean[band] += shares[i] * survey.mean()[band];
        meanSquare[band] += shares[i] * survey.meanSquare()[band];
      }
    }
    BandStatistics statistics = new BandStatistics(new float[bands], new float[bands]);
    for (int band = 0; band < bands; band++) {
      double variance = meanSquare[band] - mean[band] * mean[band];
      statistics.mean[band] = (float) mean[band];
      statistics.standardDeviation[band] =
          (float) Math.max(Math.sqrt(Math.max(variance, 0)), LEAST_DEVIATION);
    }
    return statistics;
  }
}
