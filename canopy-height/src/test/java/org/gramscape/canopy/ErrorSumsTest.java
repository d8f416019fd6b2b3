package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ErrorSumsTest {

  @Test
  void scoresByHand() {
    ErrorSums sums = new ErrorSums();
    sums.add(1, 0);
    sums.add(2, 4);
    sums.add(9, 8);
    sums.add(12, 12);

    assertThat(sums.count()).isEqualTo(4);
    assertThat(sums.mae()).isEqualTo(1);
    assertThat(sums.bias()).isEqualTo(0);
    assertThat(sums.rmse()).isEqualTo(Math.sqrt(6 / 4.0));
    assertThat(sums.r2()).isCloseTo(1 - 6 / 80.0, within(1e-12));
  }

  @Property(tries = 50)
  void aPerfectPredictionHasNoErrorAndR2One(@ForAll long seed) {
    Random random = new Random(seed);
    ErrorSums sums = new ErrorSums();
    for (int i = 0; i < 50; i++) {
      double height = 30 * random.nextDouble();
      sums.add(height, height);
    }

    assertThat(sums.mae()).isZero();
    assertThat(sums.rmse()).isZero();
    assertThat(sums.bias()).isZero();
    assertThat(sums.r2()).isEqualTo(1);
  }

  @Test
  void predictingTheMeanHasR2ZeroAndAConstantTruthHasNone() {
    ErrorSums mean = new ErrorSums();
    mean.add(1_000_001, 1_000_000);
    mean.add(1_000_001, 1_000_002);
    assertThat(mean.r2()).isCloseTo(0, within(1e-9));

    ErrorSums constant = new ErrorSums();
    constant.add(3, 5);
    constant.add(4, 5);
    assertThat(constant.r2()).isNaN();
  }
}
