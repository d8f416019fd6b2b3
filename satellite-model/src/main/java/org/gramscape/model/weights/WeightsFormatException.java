package org.gramscape.model.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gramscape.model.UnusableWeightsException;

/** A file that is not what it should be: no safetensors, broken, cut off, or of unknown names. */
public final class WeightsFormatException extends UnusableWeightsException {
  private static final long serialVersionUID = 1L;

  public WeightsFormatException(String message) {
    super(message);
  }

  public WeightsFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Makes sure that there is a file, which reading does not wait for as for a pipe.
   *
   * @throws WeightsFormatException if there is none, or a folder, a pipe or a device instead
   */
  static void throwUnlessFile(Path path) throws WeightsFormatException {
    if (!Files.exists(path)) {
      throw new WeightsFormatException("There is no file " + path + ".");
    }
    if (!Files.isRegularFile(path)) {
      throw new WeightsFormatException(path + " is a folder, a pipe or a device. A file expected.");
    }
  }
}
