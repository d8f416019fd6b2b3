package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LandmarksTest {

  @Test
  void likenessIsOneAtALandmarkAndFallsWithTheDistance() {
    Landmarks landmarks =
        new Landmarks(new float[] {10, 20}, new float[] {0.5f, 1}, new float[] {0, 0, 3, 4});

    // z is (0, 0), then (3, 4), then (1, 2).
    float[] likeness = landmarks.likeness(new float[] {10, 20, 16, 24, 12, 22});

    float[] expected = {1, 1 / 26f, 1 / 26f, 1, 1 / 6f, 1 / 9f};
    for (int i = 0; i < expected.length; i++) {
      assertThat(likeness[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void typicalPairsOfSamplesLieTheSquareRootOfTwoApart() {
    Random random = new Random(1);
    int features = 50;
    float[] samples = new float[400 * features];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (7 + i % features * random.nextGaussian());
    }

    Landmarks landmarks = Landmarks.among(samples, even(features), 100);

    assertThat(landmarks.count()).isEqualTo(100);
    float[] likeness = landmarks.likeness();
    double sum = 0;
    for (int i = 0; i < 100; i++) {
      assertThat(likeness[i * 100 + i]).isCloseTo(1, within(1e-5f));
      for (int j = 0; j < i; j++) {
        sum += likeness[i * 100 + j];
      }
    }
    assertThat(sum / (100 * 99 / 2.0)).isCloseTo(1 / 3.0, within(0.02));
  }

  @Test
  void featuresHaveTheirSharesOfSquaredDistances() {
    Random random = new Random(2);
    float[] samples = new float[3 * 1000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (Math.pow(10, i % 3) * random.nextGaussian());
    }
    double[] shares = {0.7, 0.1, 0.2};

    float[] points = Landmarks.among(samples, shares, 1000).points();

    for (int i = 0; i < 3; i++) {
      double squares = 0;
      for (int l = 0; l < 1000; l++) {
        squares += points[l * 3 + i] * points[l * 3 + i];
      }
      assertThat(squares / 1000).isCloseTo(shares[i], within(1e-4));
    }
  }

  @Test
  void noLandmarkIsDrawnTwice() {
    float[] samples = new float[300];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i;
    }
    assertThat(Landmarks.among(samples, even(1), 200).points())
        .doesNotHaveDuplicates()
        .hasSize(200);
    assertThat(Landmarks.among(samples, even(1), 1000).points())
        .doesNotHaveDuplicates()
        .hasSize(300);
  }

  @Test
  void refusesPartsThatDoNotFitTogether() {
    assertThatThrownBy(() -> new Landmarks(new float[2], new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] even(int features) {
    double[] shares = new double[features];
    Arrays.fill(shares, 1.0 / features);
    return shares;
  }
}
