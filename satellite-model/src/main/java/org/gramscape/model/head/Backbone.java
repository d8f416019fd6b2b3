package org.gramscape.model.head;

import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.UnusableWeightsException;

/**
 * The features that a head was fitted to: with any others its numbers mean nothing.
 *
 * @param model its name
 * @param architecture its architecture
 * @param sha256 of its weights
 * @param channels length of a feature vector
 * @param layers whose patch tokens are used, from 0
 */
public record Backbone(
    String model, String architecture, String sha256, int channels, Layers layers) {

  /**
   * Of some layers of a model.
   *
   * @param channels length of their feature vectors
   * @throws IllegalArgumentException if the model has no such layer
   */
  public static Backbone of(ModelInfo model, Layers layers, int channels) {
    return new Backbone(
        model.name(), model.architecture(), model.sha256(), channels, layers.in(model));
  }

  /**
   * Makes sure that a model is the one that the head was fitted on.
   *
   * @param head the head's file, for the message
   * @throws UnusableWeightsException if it is another
   */
  public void require(ModelInfo other, String head) throws UnusableWeightsException {
    if (!fits(other)) {
      // Versions of Gramscape come with other weights under the same name.
      String advice =
          model.equals(other.name())
              ? "these are other weights of the same name: pass --model FILE with those that it was fitted on, or fit a head on this model"
              : "pass --model %s or fit a head on this model".formatted(model);
      throw new UnusableWeightsException(
          "%s was fitted on the model %s (%s, weights %s), but the model is %s (%s, weights %s); %s"
              .formatted(
                  head,
                  model,
                  architecture,
                  brief(sha256),
                  other.name(),
                  other.architecture(),
                  brief(other.sha256()),
                  advice));
    }
  }

  /** Whether a model is the one that the head was fitted on, whatever its name. */
  public boolean fits(ModelInfo other) {
    return sha256.equals(other.sha256()) && architecture.equals(other.architecture());
  }

  private static String brief(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) + "…" : hash;
  }
}
