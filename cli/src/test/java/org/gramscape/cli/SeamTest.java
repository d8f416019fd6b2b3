package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map does not show the tiles that it is made of, and hardly depends on where they lie. */
class SeamTest {
  /** The built-in network's features depend on what else is in a tile: see docs/benchmarks.md. */
  private static final double MOST_METRES = 0.3;

  private static final int MOVED = 64;

  @TempDir Path folder;

  @Test
  void aMosaicIsSeamless() throws IOException {
    isSeamless(1200);
  }

  @Test
  @Tag("long")
  void aLargeMosaicIsSeamless() throws IOException {
    isSeamless(4000);
  }

  private void isSeamless(int side) throws IOException {
    SeamBenchmark.Found found = SeamBenchmark.measure(side, MOVED, folder);
    assertThat(found.seamScore()).isLessThan(1.05);
    assertThat(found.medianChange()).isLessThan(MOST_METRES);
  }
}
