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
  private static final ColourJitter JITTER = new ColourJitter(0.4, 0.4, 0.2, 0.1);
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
      JITTER.apply(image, random);
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
}
