package org.gramscape.model.vit;

import java.util.random.RandomGenerator;

/**
 * Ranges of the random changes to coordinates in training; 0 (shift) or 1 (factors) is none.
 *
 * @param shift added to each axis, uniform in {@code [-shift, shift]}
 * @param jitter factor of each axis, log-uniform in {@code [1 / jitter, jitter]}
 * @param rescale factor of both axes, log-uniform in {@code [1 / rescale, rescale]}
 */
public record RopeAugmentation(double shift, double jitter, double rescale) {
  public static final RopeAugmentation NONE = new RopeAugmentation(0, 1, 1);

  /** What was drawn: {@code coordinate -> (coordinate + shift) * factor}, by axis. */
  public record Draw(double shiftY, double shiftX, double factorY, double factorX) {
    public static final Draw IDENTITY = new Draw(0, 0, 1, 1);
  }

  public Draw draw(RandomGenerator random) {
    double shiftY = shift * uniform(random);
    double shiftX = shift * uniform(random);
    double jitterY = logUniform(jitter, random);
    double jitterX = logUniform(jitter, random);
    double both = logUniform(rescale, random);
    return new Draw(shiftY, shiftX, jitterY * both, jitterX * both);
  }

  private static double logUniform(double range, RandomGenerator random) {
    return Math.exp(Math.log(range) * uniform(random));
  }

  private static double uniform(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}
