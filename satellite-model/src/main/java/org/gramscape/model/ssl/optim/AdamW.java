package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * AdamW (Loshchilov and Hutter 2019) for one parameter, whose learning rate and weight decay are
 * said at every step.
 *
 * <p>DJL's own optimisers have one weight decay for all parameters.
 */
final class AdamW {
  private static final double EPSILON = 1e-8;

  private final NDArray weights;
  private final double beta1;
  private final double beta2;
  private final NDArray mean;
  private final NDArray square;

  /** Starts from moments of zero, which {@code owner} holds. */
  AdamW(NDArray weights, double beta1, double beta2, NDManager owner) {
    this.weights = weights;
    this.beta1 = beta1;
    this.beta2 = beta2;
    mean = owner.zeros(weights.getShape());
    square = owner.zeros(weights.getShape());
  }

  /** Running mean of the gradients. */
  NDArray mean() {
    return mean;
  }

  /** Running mean of their squares. */
  NDArray square() {
    return square;
  }

  /**
   * Moves the weights along their gradient.
   *
   * @param step 1 for the first
   * @param gradientFactor at most 1, of clipping
   */
  void step(long step, double gradientFactor, double learningRate, double weightDecay) {
    double correction1 = 1 - Math.pow(beta1, step);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, step));
    try (NDManager scope = mean.getManager().newSubManager()) {
      NDArray gradient = weights.getGradient();
      gradient.attach(scope);
      // The same memory, of which no gradient is kept.
      NDArray w = weights.stopGradient();
      w.attach(scope);
      NDArray g = gradient.mul(gradientFactor);
      w.muli(1 - learningRate * weightDecay);
      mean.muli(beta1).addi(g.mul(1 - beta1));
      square.muli(beta2).addi(g.square().muli(1 - beta2));
      NDArray spread = square.sqrt();
      spread.attach(scope);
      NDArray direction = mean.div(spread.divi(correction2).addi(EPSILON));
      direction.attach(scope);
      w.subi(direction.muli(learningRate / correction1));
    }
  }
}
