package org.gramscape.training.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SharesTest {

  @Test
  void theLargestIsCappedAndTheOthersStayInProportion() {
    assertThat(Shares.capped(new double[] {1, 1, 2, 16}, 0.5))
        .containsExactly(new double[] {0.125, 0.125, 0.25, 0.5}, offset(1e-12));
    assertThat(Shares.capped(new double[] {5, 16}, 0.25))
        .containsExactly(new double[] {0.5, 0.5}, offset(1e-12));
    assertThat(Shares.capped(new double[] {3}, 0.25)).containsExactly(1);
  }

  @Property
  void noShareIsAboveTheMostAndOrderIsKept(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 1, max = 1e6) Double> pixels,
      @ForAll @DoubleRange(min = 0.01, max = 1) double most) {
    double[] sizes = pixels.stream().mapToDouble(Double::doubleValue).toArray();
    double[] shares = Shares.capped(sizes, most);
    double allowed = Math.max(most, 1.0 / sizes.length);
    assertThat(Arrays.stream(shares).sum()).isEqualTo(1, offset(1e-9));
    for (int i = 0; i < sizes.length; i++) {
      assertThat(shares[i]).isPositive().isLessThanOrEqualTo(allowed + 1e-9);
      for (int j = 0; j < sizes.length; j++) {
        // In proportion, unless the larger one is at the limit.
        if (sizes[j] <= sizes[i] && shares[i] < allowed - 1e-9) {
          assertThat(shares[j] * sizes[i]).isEqualTo(shares[i] * sizes[j], offset(1e-9 * sizes[i]));
        }
      }
    }
  }
}
