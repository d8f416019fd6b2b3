package org.gramscape.model.ssl.data;

import java.util.random.RandomGenerator;

/**
 * Four changes of an image's colours, each of random strength, in random order.
 *
 * @param brightness as the next two, the most that a factor departs from 1
 * @param hue the most that it turns, of the whole circle
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue) {

  /** Changes the image's own values. */
  public void apply(Image image, RandomGenerator random) {
    double brighter = 1 + brightness * uniform(random);
    double harder = 1 + contrast * uniform(random);
    double deeper = 1 + saturation * uniform(random);
    double turn = hue * uniform(random);
    int[] order = {0, 1, 2, 3};
    for (int i = order.length - 1; i >= 0; i--) {
      int j = random.nextInt(i + 1);
      switch (order[j]) {
        case 0 -> Colours.brightness(image, brighter);
        case 1 -> Colours.contrast(image, harder);
        case 2 -> Colours.saturation(image, deeper);
        default -> Colours.hue(image, turn);
      }
      order[j] = order[i];
    }
  }

  private static double uniform(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}
