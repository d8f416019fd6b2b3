package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Spreads a batch's features on the sphere: minus the mean logarithm of the distance to the nearest
 * neighbours (Sablayrolles et al. 2019; paper equation 1, {@code L_Koleo}).
 *
 * @param topK neighbours of each sample
 * @param groupSize consecutive samples among which neighbours are looked for; 0 for the whole batch
 */
public record KoLeoLoss(int topK, int groupSize) {
  private static final double EPSILON = 1e-8;

  public KoLeoLoss {
    if (topK < 1 || groupSize < 0 || groupSize != 0 && groupSize <= topK) {
      throw new IllegalArgumentException(
          "%d nearest neighbours in groups of %d; groups larger than the neighbours expected"
              .formatted(topK, groupSize));
    }
  }

  /** One neighbour in the whole batch, as in most recipes. */
  public KoLeoLoss() {
    this(1, 0);
  }

  /**
   * The loss of a batch.
   *
   * @param features {@code [B, D]} of one crop of each image
   * @return a scalar
   * @throws IllegalArgumentException if the batch leaves a sample without enough neighbours
   */
  public NDArray of(NDArray features) {
    long batch = features.getShape().get(0);
    long group = groupSize == 0 ? batch : groupSize;
    if (group <= topK || batch % group != 0) {
      throw new IllegalArgumentException(
          "a batch of %d for %d nearest neighbours in groups of %d; a multiple of the group, and more than the neighbours expected"
              .formatted(batch, topK, group));
    }
    return Losses.SCRIPT.call("koleo", List.of(features), topK, group, EPSILON);
  }
}
