package org.gramscape.geoio.vector;

import java.util.List;
import org.gramscape.geoio.InvalidVectorException;

/** Which of a file's layers is meant. */
public final class LayerChoice {
  private LayerChoice() {}

  /**
   * The layer of that name, or the only one if no name is given.
   *
   * @throws InvalidVectorException if there is no such layer, or several and none named; the
   *     message lists them
   */
  public static String of(String file, List<String> layers, String nameOrNull)
      throws InvalidVectorException {
    if (layers.isEmpty()) {
      throw new InvalidVectorException(file + " has no layer with geometries");
    }
    if (nameOrNull == null && layers.size() > 1) {
      throw new InvalidVectorException(
          file + " has " + layers.size() + " layers; name one of " + String.join(", ", layers));
    }
    if (nameOrNull != null && !layers.contains(nameOrNull)) {
      throw new InvalidVectorException(
          file + " has no layer " + nameOrNull + "; it has " + String.join(", ", layers));
    }
    return nameOrNull == null ? layers.get(0) : nameOrNull;
  }
}
