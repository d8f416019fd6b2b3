package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor whose values are not in row-major order: a step along axis {@code i} is {@code
 * strides[i]} values of its storage.
 */
record StridedTensor(FileTensor span, Shape shape, long[] strides) implements StoredTensor {
  @Override
  public StorageType storage() {
    return span.storage();
  }

  @Override
  public void copyTo(ByteBuffer target) throws IOException {
    if (shape.size() == 0) {
      return;
    }
    ByteBuffer values = ByteBuffer.allocateDirect(span.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    span.copyTo(values);
    long[] index = new long[strides.length];
    long at = 0;
    for (long i = 0; i < shape.size(); i++) {
      target.putFloat(values.getFloat((int) at * Float.BYTES));
      int axis = strides.length - 1;
      while (axis >= 0) {
        at += strides[axis];
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        at -= strides[axis] * index[axis];
        index[axis--] = 0;
      }
    }
  }
}
