package org.gramscape.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  private static final double[][] AXES = {{0.6, 0.8, 0, 0}, {-0.8, 0.6, 0, 0}, {0, 0, 1, 0}};
  private static final double[] SPREAD = {5, 2, 1};

  @Test
  void findsTheDirectionsThatVectorsWereSpreadAlong() {
    int vectors = 4000;
    SplittableRandom random = new SplittableRandom(3);
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, vectors, 1), 4);
    for (int i = 0; i < block.samples().length; i++) {
      block.samples()[i] = 7;
    }
    for (int i = 0; i < vectors; i++) {
      for (int k = 0; k < AXES.length; k++) {
        double along = SPREAD[k] * random.nextDouble(-1, 1);
        for (int c = 0; c < 4; c++) {
          block.samples()[c * vectors + i] += along * AXES[k][c];
        }
      }
    }
    PrincipalComponents.Accumulator sums = new PrincipalComponents.Accumulator(4, vectors, vectors);
    sums.add(block);
    PrincipalComponents components = sums.strongest(3);

    for (int k = 0; k < 3; k++) {
      double dot = 0;
      for (int c = 0; c < 4; c++) {
        dot += AXES[k][c] * components.directions()[k][c];
      }
      assertThat(Math.abs(dot)).isCloseTo(1, offset(0.01));
    }
    assertThat(components.project(new double[] {7, 7, 7, 7})[0]).isCloseTo(0, offset(0.2));
  }
}
