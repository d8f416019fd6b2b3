package org.gramscape.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.gramscape.model.Garbage;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;

/** Products with numbers, and what gradients see of them. */
class FactorTest {

  @Test
  void theNumberOutlivesTheForwardPass() throws Exception {
    try (NDManager manager = Torch.newManager()) {
      NDArray x = manager.create(new float[] {1, -2, 3});
      x.setRequiresGradient(true);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        NDArray y = x;
        for (int i = 0; i < 100; i++) {
          y = Factor.times(y, i % 2 == 0 ? 0.5 : 2);
        }
        Garbage.collect();
        gradients.backward(y.sum());
      }
      assertThat(x.getGradient().toFloatArray()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void keepsTheType() {
    try (NDManager manager = Torch.newManager()) {
      NDArray scalar = Factor.times(manager.full(new Shape(), 3), 0.1);
      assertThat(scalar.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(scalar.getFloat()).isEqualTo(0.3f, org.assertj.core.api.Assertions.within(1e-7f));
    }
  }
}
