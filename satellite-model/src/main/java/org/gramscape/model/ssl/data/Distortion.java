package org.gramscape.model.ssl.data;

import java.util.random.RandomGenerator;

/**
 * Random changes of a crop's colours and sharpness, as the student must learn to look through them.
 *
 * @param blurProbability of a blur with sigma 0.1 to 2 pixels
 * @param solariseProbability of inverting what is brighter than a half
 */
record Distortion(double blurProbability, double solariseProbability) {
  private static final double JITTER_PROBABILITY = 0.8;
  private static final double BRIGHTNESS = 0.4;
  private static final double CONTRAST = 0.4;
  private static final double SATURATION = 0.2;
  private static final double HUE = 0.1;
  private static final double GREY_PROBABILITY = 0.2;
  private static final double LEAST_SIGMA = 0.1;
  private static final double MOST_SIGMA = 2;
  private static final float THRESHOLD = 128 / 255f;

  /**
   * Of the first global crop. The reference's blur means its probabilities the other way round (1,
   * 0.1 and 0.5 of leaving the crop sharp), and what was released was trained so.
   */
  static final Distortion FIRST_GLOBAL = new Distortion(0, 0);

  static final Distortion SECOND_GLOBAL = new Distortion(0.9, 0.2);
  static final Distortion LOCAL = new Distortion(0.5, 0);

  /** Changes the image's own values. */
  void apply(Image image, RandomGenerator random) {
    if (random.nextDouble() < JITTER_PROBABILITY) {
      jitter(image, random);
    }
    if (random.nextDouble() < GREY_PROBABILITY) {
      Colours.grey(image);
    }
    if (random.nextDouble() < blurProbability) {
      Geometry.blur(image, LEAST_SIGMA + (MOST_SIGMA - LEAST_SIGMA) * random.nextDouble());
    }
    if (random.nextDouble() < solariseProbability) {
      Colours.solarise(image, THRESHOLD);
    }
  }

  /** Four changes, each of random strength, in random order. */
  private static void jitter(Image image, RandomGenerator random) {
    double brightness = 1 + BRIGHTNESS * uniform(random);
    double contrast = 1 + CONTRAST * uniform(random);
    double saturation = 1 + SATURATION * uniform(random);
    double hue = HUE * uniform(random);
    int[] order = {0, 1, 2, 3};
    for (int i = order.length - 1; i >= 0; i--) {
      int j = random.nextInt(i + 1);
      switch (order[j]) {
        case 0 -> Colours.brightness(image, brightness);
        case 1 -> Colours.contrast(image, contrast);
        case 2 -> Colours.saturation(image, saturation);
        default -> Colours.hue(image, hue);
      }
      order[j] = order[i];
    }
  }

  private static double uniform(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}
