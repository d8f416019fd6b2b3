package org.gramscape.model.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A tensor that is somewhere, to be had as float32 values. */
public interface StoredTensor {

  Shape shape();

  /**
   * Puts every value into {@code target}, in row-major order, as little-endian float32, and moves
   * its position behind them.
   */
  void copyTo(ByteBuffer target) throws IOException;

  /** How the values are kept where they are. */
  default StorageType storage() {
    return StorageType.F32;
  }

  /**
   * The values where they lie, if they are float32 in row-major order in a mapped file: a direct
   * buffer that must only be read.
   */
  default Optional<ByteBuffer> inPlace() throws IOException {
    return Optional.empty();
  }

  /** Bytes of the tensor as float32. */
  default int byteSize() {
    return Math.toIntExact(Float.BYTES * shape().size());
  }

  /** An array with the values, owned by {@code manager}, its memory by libtorch. */
  default NDArray read(NDManager manager) throws IOException {
    return new ArrayLoader().copy(this, manager);
  }

  /**
   * Gives an array these values, in the memory that it has; no gradient follows.
   *
   * @param target of the same shape
   */
  default void copyTo(NDArray target) throws IOException {
    try (NDManager scope = target.getManager().newSubManager()) {
      NDArray memory = target.stopGradient();
      memory.attach(scope);
      memory.set(new NDIndex(":"), read(scope));
    }
  }

  /**
   * Gives arrays the values of the same names, as {@link #copyTo(NDArray)}.
   *
   * @throws WeightsMismatchException if a tensor is missing, left over or of another shape; then
   *     nothing has changed
   */
  static void copyAll(Map<String, StoredTensor> tensors, Map<String, NDArray> targets)
      throws IOException {
    Map<String, Shape> expected = new LinkedHashMap<>();
    targets.forEach((name, target) -> expected.put(name, target.getShape()));
    WeightsMismatchException.throwUnlessSame(tensors, expected);
    for (Map.Entry<String, NDArray> target : targets.entrySet()) {
      tensors.get(target.getKey()).copyTo(target.getValue());
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
        if (!array.getDevice().isGpu()) {
          target.put(array.toByteBuffer());
          return;
        }
        try (NDArray here = array.toDevice(Device.cpu(), true)) {
          target.put(here.toByteBuffer());
        }
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
