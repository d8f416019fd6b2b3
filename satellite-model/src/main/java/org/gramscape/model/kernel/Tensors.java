package org.gramscape.model.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Arrays whose memory is libtorch's own, on the device of their owner.
 *
 * <p>DJL's {@code create} lends libtorch a direct buffer of the JVM's. Its memory goes when the
 * garbage collector comes, which is long after the array was closed, or before the backward pass
 * has used it.
 */
public final class Tensors {
  private Tensors() {}

  /** An array of float32. */
  public static NDArray of(NDManager owner, float[] values, Shape shape) {
    return filled(owner, shape, DataType.FLOAT32, memory -> memory.asFloatBuffer().put(values));
  }

  /** An array of int64. */
  public static NDArray of(NDManager owner, long[] values, Shape shape) {
    return filled(owner, shape, DataType.INT64, memory -> memory.asLongBuffer().put(values));
  }

  /** An array of the CPU's, with whatever its memory held: to be written through its buffer. */
  public static NDArray empty(NDManager owner, Shape shape, DataType type) {
    return JniUtils.createEmptyNdArray(
        (PtNDManager) owner, shape, type, Device.cpu(), SparseFormat.DENSE);
  }

  /** Gives an array of the CPU's to an owner, on whose device it then is. */
  public static NDArray give(NDArray here, NDManager owner) {
    here.attach(owner);
    if (owner.getDevice().isGpu()) {
      try (here) {
        return here.toDevice(owner.getDevice(), false);
      }
    }
    return here;
  }

  /** A number as a scalar of the CPU's, which a GPU takes without waiting. */
  public static NDArray scalar(NDManager owner, double number, DataType type) {
    return JniUtils.full(
        (PtNDManager) owner, new Shape(), number, type, Device.cpu(), SparseFormat.DENSE);
  }

  private static NDArray filled(
      NDManager owner, Shape shape, DataType type, Consumer<ByteBuffer> fill) {
    NDArray here = empty(owner, shape, type);
    if (shape.size() > 0) {
      fill.accept(here.toByteBuffer(true));
    }
    return give(here, owner);
  }
}
