package org.gramscape.model.height;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.gramscape.model.ssl.data.Image;

/** Images whose heights are known; asked by several threads at once. */
@FunctionalInterface
public interface HeightSource {

  /**
   * A square image and its heights.
   *
   * @param heights in metres {@code [height, width]}, NaN where not known
   */
  record Example(Image image, float[] heights) {}

  /**
   * The same example for the same random numbers.
   *
   * @param side in pixels
   */
  Example draw(int side, RandomGenerator random) throws IOException;
}
