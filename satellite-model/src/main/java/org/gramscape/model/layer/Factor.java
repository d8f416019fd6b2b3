package org.gramscape.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.gramscape.model.kernel.Tensors;

/**
 * Products with a number, through which gradients can follow.
 *
 * <p>DJL's own {@code mul(Number)} and {@code div(Number)} put the number into memory of the JVM's,
 * which the garbage collector may take while libtorch keeps its address for the backward pass: a
 * gradient would then be made with whatever lies there. This number lies in libtorch's memory.
 */
public final class Factor {
  private Factor() {}

  /** {@code x * factor}, of the type and on the device of {@code x}. */
  public static NDArray times(NDArray x, double factor) {
    // As a scalar of the CPU's it is a GPU kernel's argument, and nothing waits for a transfer.
    NDArray number = Tensors.scalar(x.getManager(), factor, DataType.FLOAT32);
    return x.mul(number);
  }
}
