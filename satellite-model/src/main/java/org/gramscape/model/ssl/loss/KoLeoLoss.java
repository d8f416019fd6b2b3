package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

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
    long width = features.getShape().get(1);
    long group = groupSize == 0 ? batch : groupSize;
    if (group <= topK || batch % group != 0) {
      throw new IllegalArgumentException(
          "a batch of %d for %d nearest neighbours in groups of %d; a multiple of the group, and more than the neighbours expected"
              .formatted(batch, topK, group));
    }
    NDArray x = features.normalize(2, 1, EPSILON).reshape(batch / group, group, width);
    // Neighbour r of every sample: [groups, group, topK] places within the group.
    NDArray neighbours = nearest(x.stopGradient());
    NDArray flat = x.reshape(batch, width);
    NDArray groupStart =
        x.getManager().arange((int) (batch / group)).mul((int) group).reshape(-1, 1, 1);
    NDArray index = neighbours.add(groupStart.toType(neighbours.getDataType(), false));
    NDArray other = flat.get(index.reshape(batch * topK)).reshape(batch, topK, width);
    NDArray difference = flat.expandDims(1).sub(other).add(EPSILON);
    NDArray distance = difference.norm(new int[] {2}, false);
    return distance.add(EPSILON).log().mean().neg();
  }

  private NDArray nearest(NDArray x) {
    NDArray similarity = x.matMul(x.transpose(0, 2, 1));
    NDArray self = x.getManager().eye((int) x.getShape().get(1)).expandDims(0);
    Shape shape = similarity.getShape();
    NDArray others = similarity.mul(self.neg().add(1)).sub(self.broadcast(shape));
    return others.topK(topK, 2, true, true).get(1);
  }
}
