package org.gramscape.model.ssl.data;

import java.util.random.RandomGenerator;

/**
 * Random changes of a crop's colours and sharpness, as the student must learn to look through them:
 * what they change much, features will hardly tell.
 *
 * @param jittered probability of the jitter
 * @param grey probability of no colours at all
 * @param leastBlur sigma in pixels
 * @param mostBlur sigma in pixels
 * @param solarise probability, in the second global crop, of inverting what is brighter than a half
 */
public record Distortion(
    double jittered,
    ColourJitter jitter,
    double grey,
    double leastBlur,
    double mostBlur,
    double solarise) {
  private static final float THRESHOLD = 128 / 255f;

  /** More would be wider than many a crop. */
  private static final int MOST_BLUR = 16;

  public Distortion {
    for (double probability : new double[] {jittered, grey, solarise}) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a distortion with the probability %s; from 0 to 1 expected".formatted(probability));
      }
    }
    for (double share :
        new double[] {jitter.brightness(), jitter.contrast(), jitter.saturation(), jitter.hue()}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "colours distorted by %s; from 0 to 1 expected".formatted(share));
      }
    }
    if (!(leastBlur > 0 && leastBlur <= mostBlur && mostBlur < MOST_BLUR)) {
      throw new IllegalArgumentException(
          "blurs of %s to %s pixels; from above 0 to below %d expected, the least first"
              .formatted(leastBlur, mostBlur, MOST_BLUR));
    }
  }

  /**
   * What of it a kind of crop gets, as a share of crops that are blurred, and whether solarised.
   */
  enum View {
    /**
     * The reference's blur means its probabilities the other way round (1, 0.1 and 0.5 of leaving
     * the crop sharp), and what was released was trained so.
     */
    FIRST_GLOBAL(0, false),
    SECOND_GLOBAL(0.9, true),
    LOCAL(0.5, false);

    private final double blurred;
    private final boolean solarised;

    View(double blurred, boolean solarised) {
      this.blurred = blurred;
      this.solarised = solarised;
    }
  }

  /** Changes the image's own values. */
  void apply(Image image, View view, RandomGenerator random) {
    if (random.nextDouble() < jittered) {
      jitter.apply(image, random);
    }
    if (random.nextDouble() < grey) {
      Colours.grey(image);
    }
    if (random.nextDouble() < view.blurred) {
      Geometry.blur(image, leastBlur + (mostBlur - leastBlur) * random.nextDouble());
    }
    if (random.nextDouble() < (view.solarised ? solarise : 0)) {
      Colours.solarise(image, THRESHOLD);
    }
  }
}
