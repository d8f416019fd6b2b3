package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gramscape.tiling.NotEnoughResourcesException;
import org.junit.jupiter.api.Test;

class HeapNeedTest {
  private static final int SIZE = 20_000;

  @Test
  void aMillionRegionsFitIntoHalfAGigabyteAndTheirMergingIntoOne() {
    assertThatCode(
            () ->
                new HeapNeed(SIZE / 2, SIZE / 2, VectorizeOptions.PLAIN, 1L << 29)
                    .require("a", 1_000_000))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                new HeapNeed(SIZE, SIZE, ClassArray.options(10, 0), 1L << 30)
                    .require("a", 1_000_000))
        .doesNotThrowAnyException();
  }

  @Test
  void moreRegionsThanTheHeapHoldsAreRefusedInOneLine() {
    assertThatThrownBy(
            () ->
                new HeapNeed(SIZE, SIZE, VectorizeOptions.PLAIN, 1L << 30)
                    .require("a.tif", 10_000_000))
        .isInstanceOf(NotEnoughResourcesException.class)
        .hasMessageContaining("a.tif has 10000000 regions or more")
        .hasMessageContaining("1.00 GiB are allowed");
    assertThatThrownBy(
            () -> new HeapNeed(SIZE, SIZE, VectorizeOptions.PLAIN, 256L << 20).require("a.tif", 0))
        .isInstanceOf(NotEnoughResourcesException.class)
        .hasMessageContaining("a.tif has 20000 x 20000 pixels")
        .hasMessageContaining("give a part of the raster");
  }
}
