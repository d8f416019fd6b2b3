package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;

class LargeTensorTest {
  /** Weights may be many times the Java heap: their arrays hold on to none of its direct memory. */
  @Test
  void arraysDoNotCountAgainstTheHeap() throws Exception {
    StoredTensor tensor = StoredTensor.zeros(new Shape(4, 1 << 20));
    try (NDManager manager = Torch.newManager()) {
      NDArray[] arrays = new NDArray[12];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = tensor.read(manager);
      }
      long held = Long.MAX_VALUE;
      for (int i = 0; i < 50 && held > tensor.byteSize(); i++) {
        System.gc();
        held = directMemory();
      }
      assertThat(held).isLessThan(6L * tensor.byteSize());
      assertThat(arrays[11].sum().getFloat()).isZero();
    }
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
