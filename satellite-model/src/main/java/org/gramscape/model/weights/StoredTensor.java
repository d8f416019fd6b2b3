package org.gramscape.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor that is somewhere, to be had as float32 values. */
public interface StoredTensor {

  Shape shape();

  /**
   * Puts every value into {@code target}, in row-major order, as little-endian float32, and moves
   * its position behind them.
   */
  void copyTo(ByteBuffer target) throws IOException;

  /** Bytes of the tensor as float32. */
  default int byteSize() {
    return Math.toIntExact(Float.BYTES * shape().size());
  }

  /**
   * An array with the values, owned by {@code manager}, its memory by libtorch.
   *
   * <p>An array made from a buffer goes on using it, and a direct buffer counts against the Java
   * heap's limit: so the values are copied once more, and the buffer is let go.
   */
  default NDArray read(NDManager manager) throws IOException {
    ByteBuffer values = ByteBuffer.allocateDirect(byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    copyTo(values);
    try (NDManager scope = manager.newSubManager()) {
      NDArray array = scope.create(values.flip(), shape(), DataType.FLOAT32).duplicate();
      array.attach(manager);
      return array;
    }
  }

  /** The values of an array that someone else owns. */
  static StoredTensor of(NDArray array) {
    return new StoredTensor() {
      @Override
      public Shape shape() {
        return array.getShape();
      }

      @Override
      public void copyTo(ByteBuffer target) {
        target.put(array.toByteBuffer());
      }
    };
  }

  /** All values zero. */
  static StoredTensor zeros(Shape shape) {
    return new StoredTensor() {
      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void copyTo(ByteBuffer target) {
        target.put(new byte[byteSize()]);
      }
    };
  }
}
