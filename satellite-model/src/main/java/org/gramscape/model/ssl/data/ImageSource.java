package org.gramscape.model.ssl.data;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** Where training images come from: random windows of scenes, or anything else. */
@FunctionalInterface
public interface ImageSource {

  /**
   * An image, the same for the same numbers drawn. Called by several threads at once.
   *
   * @throws IOException if no image can be read any more
   */
  Image draw(RandomGenerator random) throws IOException;
}
