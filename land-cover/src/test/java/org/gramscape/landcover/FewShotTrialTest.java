package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FewShotTrialTest {
  private static final int PLACES = 120;

  private static FewShotTrial trial(boolean told) {
    Random random = new Random(1);
    float[][] features = new float[PLACES][12];
    int[] classes = new int[PLACES];
    for (int i = 0; i < PLACES; i++) {
      classes[i] = i % 2;
      for (int c = 0; c < features[i].length; c++) {
        boolean noise = !told || c < 2;
        features[i][c] = noise ? (float) random.nextGaussian() : 0;
        features[i][c] += told && c == i % 2 ? 20 : 0;
      }
    }
    return new FewShotTrial(features, List.of(12), classes, List.of("land", "water"));
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void whatFeaturesTellIsFoundElsewhere(ClassMethod method) {
    ClassScores scores = trial(true).run(method, 5, 0);

    assertThat(scores.cells()).as("places that are not learnt from").isEqualTo(PLACES - 2 * 5);
    assertThat(scores.meanIou()).isEqualTo(1);
    assertThat(scores.classes().get(1).name()).isEqualTo("water");
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void whatFeaturesDoNotTellIsFoundByChance(ClassMethod method) {
    double sum = 0;
    for (int draw = 0; draw < 20; draw++) {
      sum += trial(false).run(method, 40, draw).meanIou();
    }

    assertThat(sum / 20).isCloseTo(1 / 3.0, within(0.06));
  }

  @Test
  void theSameDrawGivesTheSameScoresAndAnotherOthers() {
    double first = trial(false).run(ClassMethod.KNN, 10, 3).meanIou();

    assertThat(trial(false).run(ClassMethod.KNN, 10, 3).meanIou()).isEqualTo(first);
    assertThat(trial(false).run(ClassMethod.KNN, 10, 4).meanIou()).isNotEqualTo(first);
  }

  @Test
  void moreLabelsThanPlacesAreRefused() {
    assertThatThrownBy(() -> trial(true).run(ClassMethod.KNN, 61, 0))
        .hasMessageContaining("fewer than 61 places");
  }

  @Test
  void labelsOfOtherBlocksTellLessWhereFeaturesTellThePlace() {
    // Features are alike where places are near (random Fourier features); classes alternate.
    Random random = new Random(1);
    double[][] waves = new double[64][3];
    for (double[] wave : waves) {
      wave[0] = random.nextGaussian() / 6;
      wave[1] = random.nextGaussian() / 6;
      wave[2] = 2 * Math.PI * random.nextDouble();
    }
    int count = 4_000;
    double[] x = new double[count];
    double[] y = new double[count];
    float[][] features = new float[count][];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      x[i] = 100 * random.nextDouble();
      y[i] = 100 * random.nextDouble();
      features[i] = new float[waves.length];
      for (int w = 0; w < waves.length; w++) {
        features[i][w] = (float) Math.cos(waves[w][0] * x[i] + waves[w][1] * y[i] + waves[w][2]);
      }
      classes[i] = ((int) x[i] / 20 + (int) y[i] / 20) % 2;
    }
    FewShotTrial trial = new FewShotTrial(features, List.of(64), classes, List.of("a", "b"));
    int[] folds = trial.folds(x, y, 20);

    ClassScores anywhere = trial.run(ClassMethod.KNN, 200, 0);
    ClassScores apart = trial.runApart(ClassMethod.KNN, 200, 0, folds);

    assertThat(anywhere.meanIou()).isGreaterThan(0.6);
    assertThat(apart.meanIou()).isLessThan(anywhere.meanIou() - 0.2);
    assertThat(apart.cells()).as("each place once").isEqualTo(count);
    assertThat(trial.runApart(ClassMethod.KNN, 200, 0, folds).meanIou()).isEqualTo(apart.meanIou());
  }
}
