package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Softmax of logits from which their running mean was taken (Caron et al. 2021, DINO section 3.1).
 *
 * <p>The mean of a batch counts from the next batch on; one that is no number counts for nothing.
 */
public final class SoftmaxCentering implements TeacherTargets, AutoCloseable {
  /** Of the running mean, as in the paper. */
  private static final double MOMENTUM = 0.9;

  private final NDArray center;

  /**
   * Starts from a center of zero.
   *
   * @param owner of the center's memory
   * @param prototypes K
   */
  public SoftmaxCentering(NDManager owner, long prototypes) {
    center = owner.zeros(new Shape(1, prototypes));
  }

  @Override
  public NDArray of(NDArray logits, double temperature) {
    NDArray teacher = logits.stopGradient();
    NDArray targets = teacher.sub(center).div(temperature).softmax(-1);
    // What comes of an array belongs to its manager: the center's would keep it for good.
    NDArray moved = teacher.mean(new int[] {0}, true).sub(center).mul(1 - MOMENTUM);
    center.addi(NDArrays.where(moved.mul(0).eq(0), moved, moved.zerosLike()));
    return targets;
  }

  /** The running mean {@code [1, K]}; this object goes on owning it. */
  public NDArray center() {
    return center;
  }

  @Override
  public void close() {
    center.close();
  }
}
