package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  @Property(tries = 40)
  void solves(@ForAll @IntRange(min = 1, max = 30) int n, @ForAll long seed) {
    Random random = new Random(seed);
    double[][] b = new double[n][n];
    for (double[] row : b) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextGaussian();
      }
    }
    double[][] a = new double[n][n]; // B B' + I
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = i == j ? 1 : 0;
        for (int k = 0; k < n; k++) {
          a[i][j] += b[i][k] * b[j][k];
        }
      }
    }
    double[][] lower = new double[n][];
    double[] wanted = new double[n];
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      lower[i] = java.util.Arrays.copyOf(a[i], i + 1);
      wanted[i] = random.nextGaussian();
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        right[i] += a[i][j] * wanted[j];
      }
    }

    assertThat(Cholesky.of(lower).solve(right)).containsExactly(wanted, within(1e-9));
  }

  @Test
  void refusesAMatrixThatIsNotPositiveDefinite() {
    assertThatThrownBy(() -> Cholesky.of(new double[][] {{1}, {2, 1}}))
        .isInstanceOf(ArithmeticException.class);
  }
}
