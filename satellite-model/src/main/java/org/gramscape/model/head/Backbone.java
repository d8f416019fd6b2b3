package org.gramscape.model.head;

import org.gramscape.model.ModelInfo;
import org.gramscape.model.UnusableWeightsException;

/**
 * The features that a head was fitted to: with any others its numbers mean nothing.
 *
 * @param model its name
 * @param architecture its architecture
 * @param sha256 of its weights
 * @param channels length of a feature vector
 * @param layer whose patch tokens are used, from 0
 */
public record Backbone(String model, String architecture, String sha256, int channels, int layer) {

  /**
   * Of a layer of a model.
   *
   * @param layer from 0; negative counts from the end
   * @throws IllegalArgumentException if the model has no such layer
   */
  public static Backbone of(ModelInfo model, int layer) {
    int index = layer < 0 ? model.depth() + layer : layer;
    if (index < 0 || index >= model.depth()) {
      throw new IllegalArgumentException(
          "the model %s has no layer %d, but 0 to %d, or -1 for the last"
              .formatted(model.name(), layer, model.depth() - 1));
    }
    return new Backbone(
        model.name(), model.architecture(), model.sha256(), model.channels(), index);
  }

  /**
   * Makes sure that a model is the one that the head was fitted on.
   *
   * @param head the head's file, for the message
   * @throws UnusableWeightsException if it is another
   */
  public void require(ModelInfo other, String head) throws UnusableWeightsException {
    if (!fits(other)) {
      throw new UnusableWeightsException(
          ("%s was fitted on the model %s (%s, weights %s), but the model is %s (%s, weights %s);"
                  + " pass --model %s or fit a head on this model")
              .formatted(
                  head,
                  model,
                  architecture,
                  brief(sha256),
                  other.name(),
                  other.architecture(),
                  brief(other.sha256()),
                  model));
    }
  }

  /** Whether a model is the one that the head was fitted on, whatever its name. */
  public boolean fits(ModelInfo other) {
    return sha256.equals(other.sha256())
        && architecture.equals(other.architecture())
        && channels == other.channels();
  }

  private static String brief(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) + "…" : hash;
  }
}
