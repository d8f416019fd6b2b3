package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownCellsTest {
  private static final int COUNT = 1000;

  /** A tenth of them in fold 0, one in fold 2, the others in fold 1. */
  private static KnownCells cells() {
    float[] features = new float[2 * COUNT];
    for (int i = 0; i < features.length; i++) {
      features[i] = i;
    }
    int[] folds = IntStream.range(0, COUNT).map(i -> i % 10 == 3 ? 0 : 1).toArray();
    folds[COUNT - 1] = 2;
    return new KnownCells(features, 1, IntStream.range(0, COUNT).asDoubleStream().toArray(), folds);
  }

  @Test
  void thinnedCellsAreOfEachFoldWhatItsShareIs() {
    KnownCells some = cells().thinned(100);

    assertThat(some.count()).isEqualTo(101);
    int[] ofFold = new int[3];
    Arrays.stream(some.folds()).forEach(fold -> ofFold[fold]++);
    assertThat(ofFold).containsExactly(10, 90, 1);
  }

  @Test
  void thinnedCellsKeepWhatIsTheirs() {
    KnownCells all = cells();
    KnownCells some = all.thinned(100);

    assertThat(some.channels()).isEqualTo(2);
    assertThat(some.colors()).isEqualTo(1);
    for (int i = 0; i < some.count(); i++) {
      int cell = (int) some.heights()[i];
      assertThat(some.features()[2 * i]).isEqualTo(2 * cell);
      assertThat(some.features()[2 * i + 1]).isEqualTo(2 * cell + 1);
      assertThat(some.folds()[i]).isEqualTo(all.folds()[cell]);
    }
  }

  @Test
  void fewAreAllKept() {
    assertThat(cells().thinned(COUNT).heights()).isEqualTo(cells().heights());
  }
}
