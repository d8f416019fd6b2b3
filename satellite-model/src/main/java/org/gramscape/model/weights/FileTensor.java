package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** A tensor in row-major order in an open file, {@code offset} bytes from its start; mapped. */
record FileTensor(StorageType storage, Shape shape, FileChannel channel, long offset)
    implements StoredTensor {
  /** So that its float32 values fit into one buffer. */
  static final long MAX_VALUES = (Integer.MAX_VALUE - 7) / Float.BYTES;

  @Override
  public void copyTo(ByteBuffer target) throws IOException {
    storage.toFloat32(map(), target);
  }

  @Override
  public Optional<ByteBuffer> inPlace() throws IOException {
    boolean usable = storage == StorageType.F32 && offset % Float.BYTES == 0 && shape.size() > 0;
    return usable ? Optional.of(map()) : Optional.empty();
  }

  /** Some of the rows along the first axis. */
  FileTensor rows(long first, long count) {
    long[] sides = shape.getShape().clone();
    long row = sides[0] == 0 ? 0 : storage.bytes() * shape.size() / sides[0];
    sides[0] = count;
    return new FileTensor(storage, new Shape(sides), channel, offset + first * row);
  }

  /** The stored bytes, which stay mapped as long as the buffer is used, the file open or not. */
  ByteBuffer map() throws IOException {
    return channel
        .map(FileChannel.MapMode.READ_ONLY, offset, storage.bytes() * shape.size())
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
