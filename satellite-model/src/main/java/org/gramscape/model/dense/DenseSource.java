package org.gramscape.model.dense;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.gramscape.model.ssl.data.Image;

/** Images of which the truth is known; asked by several threads at once. */
@FunctionalInterface
public interface DenseSource {

  /**
   * A square image and what is true of it.
   *
   * @param truth a number a pixel, such as its height in metres, {@code [height, width]}; NaN where
   *     it is not known
   */
  record Example(Image image, float[] truth) {}

  /**
   * The same example for the same random numbers.
   *
   * @param side in pixels
   */
  Example draw(int side, RandomGenerator random) throws IOException;
}
