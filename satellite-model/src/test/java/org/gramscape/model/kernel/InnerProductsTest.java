package org.gramscape.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InnerProductsTest {

  @Test
  void areOfEachWithEach() {
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] b = {1, 0, 0, 1, 1, 1, 2, -1, 0};

    assertThat(InnerProducts.of(a, b, 3)).containsExactly(1, 6, 0, 4, 15, 3);
  }

  @Test
  void refusesWhatIsNoWholeVector() {
    assertThatThrownBy(() -> InnerProducts.of(new float[6], new float[4], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vectors of 3");
  }
}
