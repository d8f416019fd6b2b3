package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Inner products of many vectors with many, by libtorch on the calling thread. */
public final class InnerProducts {
  private InnerProducts() {}

  /**
   * Of each vector of {@code a} with each of {@code b}.
   *
   * @param a {@code [n, length]}
   * @param b {@code [m, length]}
   * @return {@code [n, m]}
   * @throws IllegalArgumentException if {@code a} or {@code b} are not whole vectors
   */
  public static float[] of(float[] a, float[] b, int length) {
    if (a.length % length != 0 || b.length % length != 0) {
      throw new IllegalArgumentException(
          "%d and %d numbers are no vectors of %d".formatted(a.length, b.length, length));
    }
    try (NDManager manager = Torch.newManager()) {
      NDArray left = manager.create(a, new Shape(a.length / length, length));
      NDArray right = manager.create(b, new Shape(b.length / length, length));
      return left.matMul(right.transpose()).toFloatArray();
    }
  }

  /** Native memory in bytes that {@link #of} takes for {@code n} vectors with {@code m}. */
  public static long workingMemory(long n, long m, int length) {
    return Float.BYTES * ((n + m) * length + n * m);
  }
}
