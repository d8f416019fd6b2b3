package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanopyModelTest {
  private static final int SIDE = 30;
  private static final CanopyModel STANDARD = new CanopyModel(Optional.empty());

  @TempDir Path folder;

  private static Georeference place(double right, double down, double pixel) throws Exception {
    return new Georeference(
        Crs.epsg(32632), GeoTransform.northUp(680_000 + right, 5_300_000 - down, pixel, pixel));
  }

  /** A slope: 600 m above the sea, rising by 0.3 m a metre to the right and falling downwards. */
  private static double slope(double x, double y) {
    return 600 + 0.3 * x - 0.2 * y;
  }

  /** Terrain of 5 m pixels that reaches beyond the surface. */
  private Path terrain(String unit, double metres) throws Exception {
    double[] ground = new double[10 * 10];
    Arrays.setAll(ground, i -> slope((i % 10 + 0.5) * 5 - 10, (i / 10 + 0.5) * 5 - 10) / metres);
    return HeightFiles.heights(folder.resolve("dtm.tif"), 10, place(-10, -10, 5), unit, ground);
  }

  private static double plant(int i) {
    return i % 7;
  }

  private double[] surface() {
    double[] tops = new double[SIDE * SIDE];
    Arrays.setAll(tops, i -> slope(i % SIDE + 0.5, i / SIDE + 0.5) + plant(i));
    return tops;
  }

  private CanopyModel.Counts subtract(Path dsm, Path dtm, Path output) throws Exception {
    try (RasterSource tops = Rasters.open(dsm.toString(), Backend.JVM);
        RasterSource ground = Rasters.open(dtm.toString(), Backend.JVM)) {
      return STANDARD.write(tops, ground, output, false, Map.of());
    }
  }

  @Test
  void plantsOnASlopeHaveTheirHeightsThoughTheTerrainIsCoarse() throws Exception {
    double[] tops = surface();
    tops[3] = Double.NaN;
    tops[4] += 500;
    tops[5] -= 30;
    tops[7] -= 0.5;
    Path dsm = HeightFiles.heights(folder.resolve("dsm.tif"), SIDE, place(0, 0, 1), "m", tops);
    Path output = folder.resolve("chm.tif");

    CanopyModel.Counts counts = subtract(dsm, terrain("us-ft", 1200.0 / 3937), output);

    assertThat(counts.known()).isEqualTo(SIDE * SIDE - 3);
    assertThat(counts.unknown()).isEqualTo(1);
    assertThat(counts.tooHigh()).isEqualTo(1);
    assertThat(counts.tooLow()).isEqualTo(1);
    try (RasterSource chm = Rasters.open(output.toString(), Backend.JVM)) {
      assertThat(chm.info().bands().get(0).unit()).isEqualTo("m");
      PixelBlock read = chm.read(chm.info().window(), 0);
      for (int i = 0; i < SIDE * SIDE; i++) {
        if (i >= 3 && i <= 5) {
          assertThat(read.valid()[i]).isFalse();
        } else {
          // Stored as float32 of 600 m.
          assertThat(read.samples()[i]).isCloseTo(i == 7 ? 0 : plant(i), within(3e-4));
        }
      }
    }
  }

  @Test
  void whatIsNoSurfaceAndTerrainIsRefusedAndNothingWritten() throws Exception {
    Path dsm = HeightFiles.heights(folder.resolve("dsm.tif"), SIDE, place(0, 0, 1), "m", surface());
    Path output = folder.resolve("chm.tif");
    double[] sea = new double[SIDE * SIDE];
    Path dtm = HeightFiles.heights(folder.resolve("sea.tif"), SIDE, place(0, 0, 1), "m", sea);

    assertThatThrownBy(() -> subtract(dsm, dtm, output))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("vertical datum");
    assertThat(output).doesNotExist();
    Path away = HeightFiles.heights(folder.resolve("away.tif"), SIDE, place(900, 0, 1), "m", sea);
    assertThatThrownBy(() -> subtract(dsm, away, output))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("does not overlap");
  }
}
