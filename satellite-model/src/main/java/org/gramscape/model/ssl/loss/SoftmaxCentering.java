package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Softmax of logits from which their running mean was taken (Caron et al. 2021, DINO section 3.1).
 *
 * <p>The mean of a batch counts from the next batch on.
 */
public final class SoftmaxCentering implements TeacherTargets, AutoCloseable {
  private final double momentum;
  private final NDArray center;

  /**
   * Starts from a center of zero.
   *
   * @param owner of the center's memory
   * @param prototypes K
   * @param momentum of the running mean; 0.9 in the paper
   */
  public SoftmaxCentering(NDManager owner, long prototypes, double momentum) {
    this.momentum = momentum;
    center = owner.zeros(new Shape(1, prototypes));
  }

  @Override
  public NDArray of(NDArray logits, double temperature) {
    NDArray teacher = logits.stopGradient();
    NDArray targets = teacher.sub(center).div(temperature).softmax(-1);
    center.muli(momentum).addi(teacher.mean(new int[] {0}, true).mul(1 - momentum));
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
