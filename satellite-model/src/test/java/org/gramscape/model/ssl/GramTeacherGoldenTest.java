package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features resized to the student's grid. */
class GramTeacherGoldenTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6})
  void resizesAsTheReference(int side) throws Exception {
    try (Golden golden = new Golden("loss_gram");
        NDManager manager = Torch.newManager()) {
      NDArray features = golden.get("resize.in", manager);
      for (int antialias = 0; antialias <= 1; antialias++) {
        NDArray resized = GramTeacher.resize(features, 8, 8, side, side, antialias == 1);
        golden.check("resize.to%d.aa%d".formatted(side, antialias), resized, 1e-5);
      }
    }
  }
}
