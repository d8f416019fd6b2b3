package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Tensors one after another along the first axis. */
record StackedTensor(StoredTensor... parts) implements StoredTensor {

  /** Whether all parts are there and have the same shape, of one axis or more. */
  static boolean canStack(StoredTensor... parts) {
    return Arrays.stream(parts)
        .allMatch(
            p -> p != null && p.shape().dimension() > 0 && p.shape().equals(parts[0].shape()));
  }

  @Override
  public Shape shape() {
    long[] shape = parts[0].shape().getShape().clone();
    shape[0] = Arrays.stream(parts).mapToLong(p -> p.shape().get(0)).sum();
    return new Shape(shape);
  }

  @Override
  public StorageType storage() {
    return parts[0].storage();
  }

  @Override
  public void copyTo(ByteBuffer target) throws IOException {
    for (StoredTensor part : parts) {
      part.copyTo(target);
    }
  }
}
