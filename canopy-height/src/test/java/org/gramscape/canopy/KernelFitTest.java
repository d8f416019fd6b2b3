package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.gramscape.model.FeatureMap;
import org.junit.jupiter.api.Test;

class KernelFitTest {
  private static final int FEATURES = 3;
  private static final int FOLDS = 5;

  @Test
  void learnsWhatIsNoLine() {
    KernelFit fit = fit(new Random(1), 600, 0, 0);

    assertThat(fit.r2()).isGreaterThan(0.98);
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      float[] x = features(random);
      assertThat(predict(fit.regression(), x)[0]).isCloseTo((float) height(x), within(2f));
    }
  }

  @Test
  void oneSpreadCoversAbout68PercentOfNewSamplesWhereverTheyScatterMore() {
    KernelFit fit = fit(new Random(3), 5000, 1, 4);

    Random random = new Random(4);
    int[] covered = new int[2];
    int[] samples = new int[2];
    double[] spreads = new double[2];
    for (int i = 0; i < 10_000; i++) {
      float[] x = features(random);
      float[] predicted = predict(fit.regression(), x);
      double truth = height(x) + scatter(x, 1, 4) * random.nextGaussian();
      int side = x[1] > 0 ? 1 : 0;
      samples[side]++;
      spreads[side] += predicted[1];
      covered[side] += Math.abs(truth - predicted[0]) <= predicted[1] ? 1 : 0;
    }
    assertThat(spreads[1] / samples[1]).isGreaterThan(2 * spreads[0] / samples[0]);
    assertThat((covered[0] + covered[1]) / 10_000.0).isCloseTo(0.6827, within(0.08));
    for (int side = 0; side < 2; side++) {
      assertThat(covered[side] / (double) samples[side]).isCloseTo(0.6827, within(0.15));
    }
  }

  @Test
  void whatIsLikeNothingSeenHasTheMeanHeightAndTheHeightsOwnDeviation() {
    KernelRegression regression = fit(new Random(5), 500, 0, 0).regression();

    float[] predicted = predict(regression, 1e6f, 1e6f, 1e6f);

    assertThat(predicted[0]).isCloseTo(regression.meanHeight(), within(1e-3f));
    assertThat(predicted[1])
        .isCloseTo((float) Math.sqrt(regression.heightVariance()), within(1e-3f));
  }

  @Test
  void noiseWithoutASignalGivesNearlyTheMean() {
    Random random = new Random(6);
    int n = 400;
    float[] features = new float[n * FEATURES];
    double[] heights = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(features(random), 0, features, i * FEATURES, FEATURES);
      heights[i] = 20 + random.nextGaussian();
    }

    KernelFit fit = KernelFit.of(new KnownCells(features, 1, heights, folds(n)));

    assertThat(fit.penalty()).isGreaterThanOrEqualTo(0.01);
    assertThat(fit.rmse()).isCloseTo(1, within(0.15));
  }

  @Test
  void coloursWeighAsMuchAsTheyTell() {
    double told = colorShare(1);
    double untold = colorShare(0);

    assertThat(told).isCloseTo(0.9, within(0.03));
    assertThat(untold).isLessThan(0.35);
  }

  /** Of four features and as many colours, one of which tells heights. */
  private static double colorShare(int colors) {
    int features = 8;
    Random random = new Random(10);
    int n = 400;
    float[] samples = new float[n * features];
    double[] heights = new double[n];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < n; i++) {
      heights[i] = 20 + 5 * samples[i * features + 4 * colors];
    }
    Landmarks landmarks =
        KernelFit.of(new KnownCells(samples, 4, heights, folds(n))).regression().landmarks();
    double ofColors = 0;
    double ofAll = 0;
    for (int i = 0; i < landmarks.points().length; i++) {
      double square = Math.pow(landmarks.points()[i], 2);
      ofColors += i % features >= 4 ? square : 0;
      ofAll += square;
    }
    return ofColors / ofAll;
  }

  @Test
  void theSameSamplesGiveTheSameFit() {
    float[] x = features(new Random(7));
    KernelFit one = fit(new Random(8), 700, 1, 1);
    KernelFit other = fit(new Random(8), 700, 1, 1);

    assertThat(one.penalty()).isEqualTo(other.penalty());
    assertThat(one.regression().heightWeights()).isEqualTo(other.regression().heightWeights());
    assertThat(predict(one.regression(), x)).isEqualTo(predict(other.regression(), x));
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws Exception {
    KernelRegression one = fitOn(1).regression();

    for (int threads : new int[] {2, 7}) {
      KernelRegression other = fitOn(threads).regression();
      assertThat(other.heightWeights()).isEqualTo(one.heightWeights());
      assertThat(other.varianceWeights()).isEqualTo(one.varianceWeights());
    }
  }

  private static KernelFit fitOn(int threads) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> fit(new Random(8), 700, 1, 1)).get();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void constantFeaturesAreIgnoredAndEqualSamplesAreNoTrouble() {
    Random random = new Random(9);
    int n = 200;
    float[] features = new float[n * (FEATURES + 1)];
    double[] heights = new double[n];
    for (int i = 0; i < n; i += 2) {
      float[] x = features(random);
      for (int twin = i; twin < i + 2; twin++) {
        System.arraycopy(x, 0, features, twin * (FEATURES + 1), FEATURES);
        features[twin * (FEATURES + 1) + FEATURES] = 1234.5f;
        heights[twin] = height(x);
      }
    }

    KernelRegression regression =
        KernelFit.of(new KnownCells(features, 1, heights, folds(n))).regression();

    float[] x = features(random);
    float[] with = predict(regression, x[0], x[1], x[2], 1234.5f);
    assertThat(predict(regression, x[0], x[1], x[2], 99)).isEqualTo(with);
  }

  private static KernelFit fit(Random random, int n, double calm, double wild) {
    float[] features = new float[n * FEATURES];
    double[] heights = new double[n];
    for (int i = 0; i < n; i++) {
      float[] x = features(random);
      System.arraycopy(x, 0, features, i * FEATURES, FEATURES);
      heights[i] = height(x) + scatter(x, calm, wild) * random.nextGaussian();
    }
    return KernelFit.of(new KnownCells(features, 1, heights, folds(n)));
  }

  /** Of one cell, whose last number is its colour. */
  private static float[] predict(KernelRegression regression, float... x) {
    int seen = x.length - 1;
    FeatureMap patch = new FeatureMap(seen, 1, 1, Arrays.copyOf(x, seen));
    FeatureMap color = new FeatureMap(1, 1, 1, new float[] {x[seen]});
    return regression.predict(new CellFeatures(patch, color));
  }

  private static int[] folds(int n) {
    return IntStream.range(0, n).map(i -> i * FOLDS / n).toArray();
  }

  private static float[] features(Random random) {
    float[] x = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static double height(float[] x) {
    return 20 + 8 * Math.sin(x[0]) + 2 * x[1];
  }

  private static double scatter(float[] x, double calm, double wild) {
    return x[1] > 0 ? wild : calm;
  }
}
