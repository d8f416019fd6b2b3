package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** What DJL's arrays lack for gradients. */
final class Gradients {
  private Gradients() {}

  /** Sets an array's gradient to zero, NaNs too. */
  static void clear(NDArray array) {
    JniUtils.zeroGrad((PtNDArray) array);
  }
}
