package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/**
 * Gram anchoring: holds the similarities between patches at those of an earlier teacher, whatever
 * becomes of the features themselves (paper section 4.2, equation 2).
 *
 * <p>The mean, over all pairs of patches, of the squared difference between both networks'
 * similarities.
 *
 * @param normalise compares cosines instead of scalar products
 * @param scope which patches are paired
 * @param negatives what becomes of negative similarities
 */
public record GramLoss(boolean normalise, Scope scope, Negatives negatives) {

  /** Which patches are paired. */
  public enum Scope {
    /** Those of the same image. */
    IMAGE,
    /** All of the batch. */
    BATCH
  }

  /** What becomes of negative similarities before they are compared. */
  public enum Negatives {
    /** They stay; so in every recipe. */
    KEEP,
    /** Both networks' become 0. */
    REMOVE,
    /**
     * The teacher's become 0, the student's stay: what the reference's {@code
     * remove_only_teacher_neg} does.
     */
    REMOVE_TEACHERS,
    /**
     * The teacher's become 0, and the student's too where the teacher's was negative as well: what
     * {@code remove_only_teacher_neg} was written for.
     */
    REMOVE_WHERE_TEACHERS
  }

  /** As in every recipe: cosines within an image, negative ones too. */
  public GramLoss() {
    this(true, Scope.IMAGE, Negatives.KEEP);
  }

  /**
   * The loss of a batch.
   *
   * @param student {@code [B, N, D]}, or {@code [N, D]} of patches from anywhere
   * @param teacher the same number of patches; the width may be another
   * @return a scalar
   */
  public NDArray of(NDArray student, NDArray teacher) {
    NDArray expected = similarities(teacher.stopGradient());
    NDArray actual = similarities(student);
    switch (negatives) {
      case KEEP -> {}
      case REMOVE -> {
        expected = Activation.relu(expected);
        actual = Activation.relu(actual);
      }
      case REMOVE_TEACHERS -> expected = Activation.relu(expected);
      case REMOVE_WHERE_TEACHERS -> {
        NDArray kept = expected.lt(0).logicalAnd(actual.lt(0)).logicalNot();
        actual = actual.mul(kept.toType(DataType.FLOAT32, false));
        expected = Activation.relu(expected);
      }
    }
    return actual.sub(expected).square().mean();
  }

  private NDArray similarities(NDArray patches) {
    long width = patches.getShape().get(patches.getShape().dimension() - 1);
    NDArray x = normalise ? patches.normalize(2, -1, 1e-12) : patches;
    if (scope == Scope.BATCH) {
      x = x.reshape(-1, width);
    }
    return x.matMul(x.swapAxes(-1, -2));
  }
}
