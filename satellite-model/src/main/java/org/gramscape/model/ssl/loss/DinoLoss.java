package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.gramscape.model.layer.Factor;

/**
 * Cross-entropy between the teacher's and the student's class tokens over pairs of crops (paper
 * equation 1, {@code L_DINO}).
 *
 * @param studentTemperature 0.1 in every recipe
 */
public record DinoLoss(double studentTemperature) {

  public DinoLoss() {
    this(0.1);
  }

  /**
   * The mean over pairs of a student's and a teacher's crop, and over the batch.
   *
   * @param student logits {@code [S, B, K]} of S crops
   * @param targets {@code [T, B, K]} of T crops
   * @param ignoreDiagonal leaves out pairs of a crop with itself: crop i of the student and crop i
   *     of the teacher
   * @return a scalar
   */
  public NDArray of(NDArray student, NDArray targets, boolean ignoreDiagonal) {
    long s = student.getShape().get(0);
    long t = targets.getShape().get(0);
    long batch = student.getShape().get(1);
    NDArray logProbabilities = Factor.times(student, 1 / studentTemperature).logSoftmax(-1);
    NDArray pairs = logProbabilities.reshape(s, -1).matMul(targets.reshape(t, -1).transpose());
    long count = s * t;
    if (ignoreDiagonal) {
      pairs = pairs.mul(offDiagonal(student.getManager(), s, t));
      count -= Math.min(s, t);
    }
    return Factor.times(pairs.sum(), -1.0 / (count * batch));
  }

  private static NDArray offDiagonal(NDManager manager, long rows, long columns) {
    return manager.eye((int) rows, (int) columns, 0).neg().add(1);
  }
}
