package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class TileGridTest {

  @Property
  void windowsCoverTheRasterAndOverlapByAtLeastWhatWasAsked(
      @ForAll @IntRange(min = 1, max = 500) int length,
      @ForAll @IntRange(min = 1, max = 200) int tile,
      @ForAll @IntRange(min = 0, max = 199) int overlap) {
    Assume.that(overlap < tile);
    TileAxis axis = new TileAxis(length, tile, overlap);
    assertThat(axis.start(0)).isZero();
    int last = axis.count() - 1;
    assertThat(axis.start(last) + axis.extent()).isEqualTo(length);
    for (int i = 1; i <= last; i++) {
      assertThat(axis.start(i)).isGreaterThan(axis.start(i - 1));
      assertThat(axis.start(i - 1) + tile - axis.start(i)).isGreaterThanOrEqualTo(overlap);
      if (i < last) {
        assertThat(axis.start(i)).isEqualTo(i * (tile - overlap));
      }
    }
  }

  @Test
  void theLastTileOfARowAndColumnIsShiftedInwards() {
    TileGrid grid = TileGrid.of(1000, 600, 512, 128);
    assertThat(grid.count()).isEqualTo(6);
    assertThat(grid.window(0)).isEqualTo(new Window(0, 0, 512, 512));
    assertThat(grid.window(1)).isEqualTo(new Window(384, 0, 512, 512));
    assertThat(grid.window(2)).isEqualTo(new Window(488, 0, 512, 512));
    assertThat(grid.window(5)).isEqualTo(new Window(488, 88, 512, 512));
    assertThat(grid.covered(5)).isEqualTo(grid.window(5));
  }

  @Test
  void aRasterSmallerThanATileHasOneWindowThatReachesBeyond() {
    TileGrid grid = TileGrid.of(100, 30, 512, 128);
    assertThat(grid.count()).isEqualTo(1);
    assertThat(grid.window(0)).isEqualTo(new Window(0, 0, 512, 512));
    assertThat(grid.covered(0)).isEqualTo(new Window(0, 0, 100, 30));
  }

  @Test
  void anOverlapOfAWholeTileIsRefused() {
    assertThatThrownBy(() -> TileGrid.of(100, 100, 16, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tiles of 16 px overlap by 0 to 15 px, not by 16");
    assertThatThrownBy(() -> TileGrid.of(100, 100, 16, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreTilesThanCanBeNumberedAreRefused() {
    assertThatThrownBy(() -> TileGrid.of(2_000_000, 2_000_000, 16, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("take larger tiles");
  }
}
