package org.gramscape.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.junit.jupiter.api.Test;

class ColorTextureTest {
  private static final ImageNormalisation RAW =
      ImageNormalisation.of(new float[3], new float[] {1, 1, 1});
  private static final int HEIGHT = 23;
  private static final int WIDTH = 30;

  private static float[] noise(int bands) {
    SplittableRandom random = new SplittableRandom(1);
    float[] image = new float[bands * HEIGHT * WIDTH];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    return image;
  }

  @Test
  void cellsOfAnySizeSeeTheSquaresAroundTheirMiddles() {
    float[] image = noise(3);

    FeatureMap map = new ColorTexture(RAW, 4, List.of(4., 9.)).of(image, HEIGHT, WIDTH);

    assertThat(List.of(map.height(), map.width(), map.channels())).containsExactly(5, 7, 16);
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 7; column++) {
        for (int square = 0; square < 2; square++) {
          // A side of 9 is made 8: 4.5 is as near to 4 as to 5.
          int half = square == 0 ? 2 : 4;
          double[] moments = moments(image, row * 4 + 2, column * 4 + 2, half);
          int first = (row * 7 + column) * 16 + square * 8;
          assertThat(map.values()[first + 3]).isCloseTo((float) moments[0], within(1e-5f));
          assertThat(map.values()[first + 6]).isCloseTo((float) moments[1], within(1e-4f));
        }
      }
    }
  }

  /** Mean and deviation of brightness in a square, as far as it lies in the image. */
  private static double[] moments(float[] image, int middleRow, int middleColumn, int half) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int row = middleRow - half; row < middleRow + half; row++) {
      for (int column = middleColumn - half; column < middleColumn + half; column++) {
        if (row >= 0 && column >= 0 && row < HEIGHT && column < WIDTH) {
          int i = row * WIDTH + column;
          double brightness =
              (image[i] + image[HEIGHT * WIDTH + i] + image[2 * HEIGHT * WIDTH + i]) / 3.0;
          sum += brightness;
          squares += brightness * brightness;
          count++;
        }
      }
    }
    return new double[] {sum / count, Math.sqrt(squares / count - Math.pow(sum / count, 2))};
  }

  @Test
  void normalisedImagesAreTheSameAsRawOnesAndFurtherBandsSayNothing() {
    ImageNormalisation four =
        ImageNormalisation.of(
            new float[] {0.4f, 0.5f, 0.6f, 0.7f}, new float[] {0.2f, 0.25f, 0.1f, 0.3f});
    float[] image = noise(4);
    float[] normalised = image.clone();
    for (int i = 0; i < normalised.length; i++) {
      int band = i / (HEIGHT * WIDTH);
      normalised[i] = (image[i] - four.mean()[band]) / four.standardDeviation()[band];
    }

    FeatureMap raw = new ColorTexture(RAW, 5, List.of(5.)).of(image, HEIGHT, WIDTH);
    FeatureMap undone = new ColorTexture(four, 5, List.of(5.)).of(normalised, HEIGHT, WIDTH);

    assertThat(undone.values()).containsExactly(raw.values(), within(1e-4f));
  }

  @Test
  void theLastBandStandsForThoseThatAreMissing() {
    float[] two = noise(2);
    float[] three = Arrays.copyOf(two, 3 * HEIGHT * WIDTH);
    System.arraycopy(two, HEIGHT * WIDTH, three, 2 * HEIGHT * WIDTH, HEIGHT * WIDTH);
    ImageNormalisation ofTwo = ImageNormalisation.of(new float[2], new float[] {1, 1});

    FeatureMap map = new ColorTexture(ofTwo, 4, List.of(6.)).of(two, HEIGHT, WIDTH);

    assertThat(map.values())
        .isEqualTo(new ColorTexture(RAW, 4, List.of(6.)).of(three, HEIGHT, WIDTH).values());
  }

  /** Of a slope, whose colours are told by hand. */
  @Test
  void featuresAreWhatTheirNamesSay() {
    float[] image = new float[3 * HEIGHT * WIDTH];
    for (int i = 0; i < HEIGHT * WIDTH; i++) {
      image[i] = 0.2f;
      image[HEIGHT * WIDTH + i] = 0.4f;
      image[2 * HEIGHT * WIDTH + i] = 0.3f * (i % WIDTH);
    }

    float[] values = new ColorTexture(RAW, 4, List.of(4.)).of(image, HEIGHT, WIDTH).values();

    // The second cell: columns 4 to 7, whose blue is 0.3 times 5.5 and changes by 0.6 in two.
    assertThat(Arrays.copyOfRange(values, 8, 16))
        .containsExactly(
            new float[] {0.2f, 0.4f, 1.65f, 0.75f, -1.05f, 0.3328f, 0.1118f, 0.2f}, within(1e-4f));
  }

  @Test
  void withoutACellOrASquareThereIsNothing() {
    assertThatThrownBy(() -> new ColorTexture(RAW, 0, List.of(4.)))
        .hasMessageContaining("a cell of 0 px");
    assertThatThrownBy(() -> new ColorTexture(RAW, 4, List.of())).hasMessageContaining("square");
  }
}
