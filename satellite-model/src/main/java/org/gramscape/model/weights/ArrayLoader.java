package org.gramscape.model.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Makes arrays of stored tensors, with one tensor's worth of memory besides.
 *
 * <p>A direct buffer counts against the Java heap's limit and goes only when the garbage collector
 * comes, so one serves all tensors, and arrays never keep it.
 */
final class ArrayLoader {
  private ByteBuffer scratch = ByteBuffer.allocateDirect(0);

  /** An array whose memory is libtorch's own; {@code owner} will own it. */
  NDArray copy(StoredTensor tensor, NDManager owner) throws IOException {
    Optional<ByteBuffer> mapped = tensor.inPlace();
    ByteBuffer values = mapped.isPresent() ? mapped.get() : filled(tensor);
    try (NDManager scope = owner.newSubManager()) {
      NDArray array = scope.create(values, tensor.shape(), DataType.FLOAT32).duplicate();
      array.attach(owner);
      return array;
    }
  }

  /**
   * An array that must only be read: where the file has float32 values it is the mapped file
   * itself, which the operating system pages in and out; otherwise it is a copy.
   */
  NDArray view(StoredTensor tensor, NDManager owner) throws IOException {
    Optional<ByteBuffer> mapped = tensor.inPlace();
    return mapped.isPresent()
        ? owner.create(mapped.get(), tensor.shape(), DataType.FLOAT32)
        : copy(tensor, owner);
  }

  private ByteBuffer filled(StoredTensor tensor) throws IOException {
    int size = tensor.byteSize();
    if (scratch.capacity() < size) {
      scratch = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    tensor.copyTo(scratch.clear().limit(size));
    return scratch.flip();
  }
}
