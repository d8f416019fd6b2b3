package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeFitTest {
  private static final float[] COEFFICIENTS = {2, -1, 0.5f, 0};
  private static final float INTERCEPT = 7;

  @Test
  void recoversAnExactLine() {
    RidgeFit fit = RidgeFit.of(folds(new Random(1), 5, 200, 0));

    assertThat(fit.penalty()).isEqualTo(1e-5);
    assertThat(fit.samples()).isEqualTo(1000);
    assertThat(fit.r2()).isGreaterThan(0.999999);
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      float[] x = features(random);
      assertThat(predict(fit.ridge(), x)[0]).isCloseTo(line(x), within(1e-3f));
    }
  }

  @Test
  void standardisedUncorrelatedFeaturesShrinkByOnePlusThePenalty() {
    NormalEquations sums = new NormalEquations(2, 1);
    for (int a : new int[] {-1, 1}) {
      for (int b : new int[] {-1, 1}) {
        // Features of deviation 3 and 5 around 10 and 20; y = 4 (a) + 6 (b) + 1.
        sums.add(new float[] {10 + 3 * a, 20 + 5 * b}, 0, new float[] {4 * a + 6 * b + 1});
      }
    }

    StandardisedSystem.Solution solution = new StandardisedSystem(sums).solve(0.25);

    assertThat(solution.weights()[0][0]).isCloseTo(4 / 3.0 / 1.25, within(1e-12));
    assertThat(solution.weights()[0][1]).isCloseTo(6 / 5.0 / 1.25, within(1e-12));
    double atTheMean =
        solution.intercepts()[0] + 10 * solution.weights()[0][0] + 20 * solution.weights()[0][1];
    assertThat(atTheMean).as("the intercept is not penalised").isCloseTo(1, within(1e-12));
  }

  @Test
  void noiseWithoutASignalChoosesTheMean() {
    Random random = new Random(3);
    List<NormalEquations> folds = new ArrayList<>();
    for (int f = 0; f < 4; f++) {
      NormalEquations fold = new NormalEquations(4, 1);
      for (int i = 0; i < 30; i++) {
        fold.add(features(random), 0, new float[] {(float) random.nextGaussian()});
      }
      folds.add(fold);
    }

    RidgeFit fit = RidgeFit.of(folds);

    assertThat(fit.penalty()).isGreaterThanOrEqualTo(1);
    assertThat(fit.rmse()).isCloseTo(1, within(0.15));
  }

  @Test
  void constantFeaturesAreIgnored() {
    Random random = new Random(6);
    List<NormalEquations> folds = List.of(new NormalEquations(5, 1), new NormalEquations(5, 1));
    for (int i = 0; i < 200; i++) {
      float[] x = features(random);
      float[] withConstant = {x[0], x[1], x[2], x[3], 1234.5f};
      folds.get(i % 2).add(withConstant, 0, new float[] {line(x)});
    }

    RidgeRegression ridge = RidgeFit.of(folds).ridge();

    float[] x = features(random);
    float[] a = predict(ridge, new float[] {x[0], x[1], x[2], x[3], 1234.5f});
    float[] b = predict(ridge, new float[] {x[0], x[1], x[2], x[3], 99});
    assertThat(a[0]).isCloseTo(line(x), within(1e-3f)).isEqualTo(b[0]);
  }

  @Test
  void heldOutErrorFromSumsIsTheSumOverSamples() {
    Random random = new Random(7);
    NormalEquations sums = new NormalEquations(4, 1);
    double[] weights = {0.3, -2, 1, 4};
    double direct = 0;
    for (int i = 0; i < 50; i++) {
      float[] x = features(random);
      float y = (float) random.nextGaussian();
      sums.add(x, 0, new float[] {y});
      double error = y - 0.7;
      for (int j = 0; j < 4; j++) {
        error -= weights[j] * x[j];
      }
      direct += error * error;
    }
    assertThat(sums.squaredError(0, weights, 0.7)).isCloseTo(direct, within(1e-9 * direct));
  }

  @Test
  void refusesASingleFold() {
    assertThatThrownBy(() -> RidgeFit.of(folds(new Random(8), 1, 10, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<NormalEquations> folds(Random random, int folds, int each, double noise) {
    List<NormalEquations> list = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      NormalEquations fold = new NormalEquations(4, 1);
      for (int i = 0; i < each; i++) {
        float[] x = features(random);
        fold.add(x, 0, new float[] {(float) (line(x) + noise * random.nextGaussian())});
      }
      list.add(fold);
    }
    return list;
  }

  private static float[] features(Random random) {
    float[] x = new float[4];
    for (int i = 0; i < 4; i++) {
      x[i] = (float) (3 + (i + 1) * random.nextGaussian());
    }
    return x;
  }

  private static float line(float[] x) {
    float y = INTERCEPT;
    for (int i = 0; i < 4; i++) {
      y += COEFFICIENTS[i] * x[i];
    }
    return y;
  }

  private static float[] predict(RidgeRegression ridge, float[] x) {
    float[] values = new float[ridge.targets()];
    ridge.predict(x, 0, values);
    return values;
  }
}
