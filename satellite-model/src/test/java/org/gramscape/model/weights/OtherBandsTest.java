package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherBandsTest {
  private static final Shape RGB = new Shape(5, 3, 2, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void theResponseStaysWhereAllBandsShowTheSame(int bands) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      NDArray old = manager.randomNormal(RGB);
      NDArray filters = new OtherBands(StoredTensor.of(old), bands).read(manager);
      assertThat(filters.getShape()).isEqualTo(new Shape(5, bands, 2, 2));
      float[] expected = old.sum(new int[] {1}).toFloatArray();
      assertThat(filters.sum(new int[] {1}).toFloatArray())
          .containsExactly(expected, offset(1e-5f));
    }
  }

  @Test
  void redGreenAndBlueKeepTheirFiltersAndFurtherBandsGetTheMean() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      NDArray old = manager.randomNormal(RGB);
      NDArray filters = new OtherBands(StoredTensor.of(old), 6).read(manager);
      assertThat(filters.get(":, 0:3").toFloatArray())
          .containsExactly(old.mul(0.5f).toFloatArray(), offset(1e-6f));
      float[] mean = old.mean(new int[] {1}).mul(0.5f).toFloatArray();
      for (int band = 3; band < 6; band++) {
        assertThat(filters.get(":, " + band).toFloatArray()).containsExactly(mean, offset(1e-6f));
      }
    }
  }
}
