package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierTrainingTest {
  private static final int FEATURES = 8;
  private static final float[][] NO_GROUND = {};

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void tellsThreeCloudsApart(ClassMethod method) {
    Classifier classifier =
        ClassifierTraining.train(clouds(3, new int[] {20, 20, 20}, 1), NO_GROUND, method);

    assertThat(accuracy(classifier, clouds(3, new int[] {100, 100, 100}, 2))).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void aClassWithOneSampleWorks(ClassMethod method) {
    Classifier classifier =
        ClassifierTraining.train(clouds(3, new int[] {1, 30, 7}, 3), NO_GROUND, method);

    assertThat(accuracy(classifier, clouds(3, new int[] {100, 100, 100}, 4))).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void twoClassesOfOneSampleEachWorkEitherWayRound(ClassMethod method) {
    float[][] features = {{1, 0}, {0, 1}};
    for (int[] classes : new int[][] {{0, 1}, {1, 0}}) {
      Classifier classifier =
          ClassifierTraining.train(
              new LabelledSamples(2, features, classes, new int[] {0, 1}), NO_GROUND, method);
      float[] shares = new float[2];
      for (int s = 0; s < 2; s++) {
        classifier.classify(features[s], shares);
        assertThat(shares[classes[s]]).isGreaterThan(0.5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void sharesArePositiveAndAddUpToOne(ClassMethod method) {
    Classifier classifier =
        ClassifierTraining.train(clouds(4, new int[] {5, 5, 5, 5}, 5), NO_GROUND, method);
    Random random = new Random(6);
    float[] shares = new float[4];
    for (int i = 0; i < 100; i++) {
      float[] x = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        x[j] = (float) (10 * random.nextGaussian());
      }
      classifier.classify(x, shares);
      assertThat(shares[0] + shares[1] + shares[2] + shares[3]).isCloseTo(1, within(1e-5f));
      for (float share : shares) {
        assertThat(share).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void theSameSamplesGiveTheSameClassifier() {
    LabelledSamples samples = clouds(3, new int[] {20, 20, 20}, 7);
    for (ClassMethod method : new ClassMethod[] {ClassMethod.LOGISTIC, ClassMethod.SVM}) {
      LinearClassifier first =
          (LinearClassifier) ClassifierTraining.train(samples, NO_GROUND, method);
      LinearClassifier second =
          (LinearClassifier) ClassifierTraining.train(samples, NO_GROUND, method);
      assertThat(second.weights()).isEqualTo(first.weights());
      assertThat(second.intercepts()).isEqualTo(first.intercepts());
    }
  }

  @Test
  void costIsChosenOnlyWhereEveryClassHasEnoughLabels() {
    LabelledSamples few = clouds(2, new int[] {9, 50}, 8);
    assertThat(
            ClassifierTraining.train(few, NO_GROUND, ClassMethod.LOGISTIC, Folds.random(few))
                .cost())
        .isEqualTo(ClassifierTraining.DEFAULT_COST);

    // Many samples of one label are still one label.
    LabelledSamples enough = clouds(2, new int[] {50, 50}, 9);
    int[] oneOrigin = new int[100];
    LabelledSamples oneLabel =
        new LabelledSamples(2, enough.features(), enough.sampleClasses(), oneOrigin);
    assertThat(oneLabel.fewestLabels()).isZero();
    assertThat(enough.fewestLabels()).isEqualTo(50);
  }

  @Test
  void neighboursVoteByCosineSimilarity() {
    float[][] samples = {{2, 0}, {0, 5}};
    NearestNeighbours neighbours = NearestNeighbours.of(2, samples, new int[] {0, 1});
    float[] shares = new float[2];

    neighbours.classify(new float[] {30, 30}, shares);
    assertThat(shares[0]).isCloseTo(0.5f, within(1e-6f));

    neighbours.classify(new float[] {0.6f, 0.8f}, shares);
    double wanted = 1 / (1 + Math.exp((0.6 - 0.8) / 0.07));
    assertThat(shares[1]).isCloseTo((float) wanted, within(1e-5f));
  }

  @Test
  void standardisationGivesMeanZeroAndSquaredLengthOne() {
    Random random = new Random(10);
    float[] x = new float[500 * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (100 + (i % FEATURES) * random.nextGaussian());
    }
    Standardisation.Statistics statistics = new Standardisation.Statistics(List.of(FEATURES));
    for (int s = 0; s < 500; s++) {
      statistics.add(x, s * FEATURES);
    }
    Standardisation standardisation = statistics.standardisation();

    double[] sum = new double[FEATURES];
    double square = 0;
    for (int s = 0; s < 500; s++) {
      float[] z = standardisation.apply(x, s * FEATURES);
      for (int i = 0; i < FEATURES; i++) {
        sum[i] += z[i];
        square += z[i] * z[i];
      }
    }
    assertThat(sum).containsExactly(new double[FEATURES], within(0.01));
    // Feature 0 is constant and does not count.
    assertThat(square / 500).isCloseTo((FEATURES - 1.0) / FEATURES, within(1e-4));
  }

  @Test
  void partsOfAnyLengthCountTheSame() {
    Random random = new Random(11);
    Standardisation.Statistics statistics = new Standardisation.Statistics(List.of(2, 6));
    float[] x = new float[500 * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int s = 0; s < 500; s++) {
      statistics.add(x, s * FEATURES);
    }
    double[] squares = new double[2];
    for (int s = 0; s < 500; s++) {
      float[] z = statistics.standardisation().apply(x, s * FEATURES);
      for (int i = 0; i < FEATURES; i++) {
        squares[i < 2 ? 0 : 1] += z[i] * z[i] / 500;
      }
    }
    assertThat(squares).containsExactly(new double[] {1, 1}, within(1e-4));
  }

  private static double accuracy(Classifier classifier, LabelledSamples samples) {
    float[] shares = new float[samples.classes()];
    int right = 0;
    for (int s = 0; s < samples.size(); s++) {
      classifier.classify(samples.features()[s], shares);
      right += ClassifierTraining.greatest(shares) == samples.sampleClasses()[s] ? 1 : 0;
    }
    return right / (double) samples.size();
  }

  /** A cloud a class around its own axis, each sample a label of its own. */
  private static LabelledSamples clouds(int classes, int[] sizes, long seed) {
    Random random = new Random(seed);
    int total = java.util.stream.IntStream.of(sizes).sum();
    float[][] features = new float[total][FEATURES];
    int[] sampleClasses = new int[total];
    int[] origins = new int[total];
    int s = 0;
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        for (int j = 0; j < FEATURES; j++) {
          features[s][j] = (float) ((j == c ? 1 : 0) + 0.15 * random.nextGaussian());
        }
        sampleClasses[s] = c;
        origins[s] = s;
        s++;
      }
    }
    return new LabelledSamples(classes, features, sampleClasses, origins);
  }
}
