package org.gramscape.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSpec.BandScale;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureRasterTest {

  @Test
  void storedBytesTimesScalePlusOffsetAreTheFeatures() {
    FeatureRaster.Ranges ranges = new FeatureRaster.Ranges(2);
    ranges.add(block(-3, 0, 5, 100, 100, 100));
    BandScale first = ranges.scales().get(0);
    PixelBlock stored = ranges.quantise(block(-3, 0.5, 5, 100, 100, 100));
    assertThat(stored.samples()[0]).isEqualTo(-127);
    assertThat(stored.samples()[2]).isEqualTo(127);
    assertThat(stored.samples()[1] * first.scale() + first.offset())
        .isCloseTo(0.5, offset(8.0 / 508 + 1e-9));
    assertThat(stored.samples()[3]).isZero();
  }

  @Test
  void spooledRowsComeBackAndTheFileGoes(@TempDir Path folder) throws IOException {
    PixelBlock rows = block(1, 2, 3, 4, 5, 6);
    rows.valid()[4] = false;
    try (FeatureSpool spool = new FeatureSpool(folder.resolve("out.tif"), 2, 3)) {
      spool.write(rows);
      spool.replay(
          row -> {
            assertThat(row.samples()[3]).isEqualTo(4);
            assertThat(row.valid()).isEqualTo(rows.valid());
          });
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  /** Two bands of three pixels. */
  private static PixelBlock block(double... samples) {
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, 3, 1), 2);
    System.arraycopy(samples, 0, block.samples(), 0, samples.length);
    return block;
  }
}
