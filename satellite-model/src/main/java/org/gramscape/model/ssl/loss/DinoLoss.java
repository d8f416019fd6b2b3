package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

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
    return Losses.SCRIPT.call(
        ignoreDiagonal ? "others" : "dino", List.of(student, targets), studentTemperature);
  }
}
