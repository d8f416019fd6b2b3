package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class AlignedSourceTest {
  private static final double LEFT = 400_000;
  private static final double TOP = 5_300_000;

  @Test
  void theSameGridIsTheSameRaster() throws Exception {
    double[] values = {1, 2, 3, 4, Double.NaN, 6};
    Memory source = new Memory(3, utm(GeoTransform.northUp(LEFT, TOP, 2, 2)), values);

    PixelBlock block = read(source, source.info(), AlignedSource.Method.AVERAGE);

    assertThat(block.valid()).containsExactly(true, true, true, true, false, true);
    assertThat(block.samples()[5]).isEqualTo(6);
  }

  @Test
  void finePixelsAreAveragedAndCoarseOnesRepeated() throws Exception {
    Memory fine = new Memory(4, utm(GeoTransform.northUp(LEFT, TOP, 1, 1)), 1, 2, 5, 5, 3, 4, 5, 9);
    Memory coarse = new Memory(2, utm(GeoTransform.northUp(LEFT, TOP, 2, 2)), 10, 20);

    assertThat(read(fine, coarse.info(), AlignedSource.Method.AVERAGE).samples())
        .containsExactly(2.5, 6);
    assertThat(read(coarse, fine.info(), AlignedSource.Method.AVERAGE).samples())
        .containsExactly(10, 10, 20, 20, 10, 10, 20, 20);
    assertThat(read(fine, coarse.info(), AlignedSource.Method.MAXIMUM).samples())
        .containsExactly(4, 9);
    Memory low = new Memory(2, utm(GeoTransform.northUp(LEFT, TOP, 1, 1)), -3, -2, Double.NaN, -5);
    RasterInfo one = new Memory(1, utm(GeoTransform.northUp(LEFT, TOP, 2, 2)), 0).info();
    assertThat(read(low, one, AlignedSource.Method.MAXIMUM).samples()).containsExactly(-2);
  }

  @Test
  void aPlaneStaysAPlaneBetweenCoarsePixels() throws Exception {
    double[] values = new double[6 * 6];
    Arrays.setAll(values, i -> 3 * (i % 6 + 0.5) * 5 - 2 * (i / 6 + 0.5) * 5);
    Memory coarse = new Memory(6, utm(GeoTransform.northUp(LEFT, TOP, 5, 5)), values);
    RasterInfo grid =
        new Memory(12, utm(GeoTransform.northUp(LEFT + 7, TOP - 8, 1, 1)), new double[12 * 12])
            .info();

    PixelBlock block = read(coarse, grid, AlignedSource.Method.LINEAR);

    for (int i = 0; i < 12 * 12; i++) {
      assertThat(block.samples()[i])
          .isCloseTo(3 * (i % 12 + 7.5) - 2 * (i / 12 + 8.5), within(1e-6));
    }
    assertThat(read(coarse, coarse.info(), AlignedSource.Method.LINEAR).samples())
        .containsExactly(values, within(1e-9));
  }

  @Test
  void southUpAndRotatedGridsKeepTheGround() throws Exception {
    Memory source = new Memory(2, utm(GeoTransform.northUp(LEFT, TOP, 1, 1)), 1, 2, 3, 4);
    RasterInfo southUp =
        new Memory(2, utm(new GeoTransform(LEFT, 1, 0, TOP - 2, 0, 1)), 0, 0, 0, 0).info();
    RasterInfo turned =
        new Memory(2, utm(new GeoTransform(LEFT, 0, 1, TOP, -1, 0)), 0, 0, 0, 0).info();

    assertThat(read(source, southUp, AlignedSource.Method.NEAREST).samples())
        .containsExactly(3, 4, 1, 2);
    assertThat(read(source, turned, AlignedSource.Method.NEAREST).samples())
        .containsExactly(1, 3, 2, 4);
  }

  @Test
  void groundBeyondTheSourceIsInvalid() throws Exception {
    Memory source = new Memory(2, utm(GeoTransform.northUp(LEFT + 1, TOP, 1, 1)), 7, 8);
    RasterInfo grid = new Memory(4, utm(GeoTransform.northUp(LEFT, TOP, 1, 1)), 0, 0, 0, 0).info();
    AlignedSource aligned = new AlignedSource(source, grid, AlignedSource.Method.AVERAGE);

    assertThat(aligned.read(grid.window(), 0).valid()).containsExactly(false, true, true, false);
    assertThat(aligned.overlaps()).isTrue();
    RasterInfo elsewhere = new Memory(1, utm(GeoTransform.northUp(LEFT + 50, TOP, 1, 1)), 0).info();
    assertThat(new AlignedSource(source, elsewhere, AlignedSource.Method.AVERAGE).overlaps())
        .isFalse();
  }

  @Test
  void readingInWindowsIsReadingAtOnce() throws Exception {
    double[] values = new double[50 * 40];
    Arrays.setAll(values, i -> Math.sin(i));
    Memory source = new Memory(50, utm(new GeoTransform(LEFT, 0.9, 0.1, TOP, 0.1, -1.1)), values);
    RasterInfo grid =
        new Memory(70, utm(GeoTransform.northUp(LEFT, TOP, 0.6, 0.6)), new double[70 * 70]).info();
    AlignedSource aligned = new AlignedSource(source, grid, AlignedSource.Method.NEAREST);

    PixelBlock whole = aligned.read(grid.window(), 0);
    PixelBlock part = aligned.read(new Window(13, 21, 40, 3), 0);

    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 40; column++) {
        int i = whole.index(0, 21 + row, 13 + column);
        int j = part.index(0, row, column);
        assertThat(part.valid()[j]).isEqualTo(whole.valid()[i]);
        assertThat(part.samples()[j]).isEqualTo(whole.samples()[i]);
      }
    }
  }

  @Test
  void anotherCrsKeepsTheGround() throws Exception {
    // Longitude as a value, seen from UTM.
    Crs wgs84 = Crs.epsg(4326);
    Crs utm = Crs.epsg(32632);
    LonLat corner = utm.toLonLat(LEFT, TOP);
    double step = 1e-5;
    double[] longitudes = new double[400 * 400];
    double left = corner.longitude() - 100 * step;
    Arrays.setAll(longitudes, i -> left + (i % 400 + 0.5) * step);
    Memory source =
        new Memory(
            400,
            new Georeference(
                wgs84, GeoTransform.northUp(left, corner.latitude() + 100 * step, step, step)),
            longitudes);
    RasterInfo grid =
        new Memory(100, utm(GeoTransform.northUp(LEFT, TOP, 1, 1)), new double[100 * 100]).info();

    PixelBlock block = read(source, grid, AlignedSource.Method.NEAREST);

    for (int i = 0; i < 100 * 100; i++) {
      assertThat(block.valid()[i]).isTrue();
      double there = utm.toLonLat(LEFT + i % 100 + 0.5, TOP - i / 100 - 0.5).longitude();
      assertThat(block.samples()[i]).isCloseTo(there, within(0.51 * step));
    }
  }

  @Test
  void aGridThatEndsNearAPoleIsReadToItsEnd() throws Exception {
    Crs mercator = Crs.epsg(3857);
    double side = 2 * Math.PI * 6_378_137 / 400;
    Memory world =
        new Memory(
            400,
            new Georeference(mercator, GeoTransform.northUp(-200 * side, 200 * side, side, side)),
            new double[400 * 400]);
    Crs wgs84 = Crs.epsg(4326);
    Georeference degrees = new Georeference(wgs84, GeoTransform.northUp(0, -44, 1, 1));
    RasterInfo grid = new Memory(40, degrees, new double[40 * 40]).info();

    PixelBlock block = read(world, grid, AlignedSource.Method.NEAREST);

    assertThat(block.valid()).containsOnly(true);
  }

  @Test
  void aGridMuchCoarserThanTheSourceIsReadInSmallBlocks() throws Exception {
    Georeference fine = utm(GeoTransform.northUp(LEFT, TOP, 1, 1));
    RasterSource scene =
        new RasterSource() {
          @Override
          public RasterInfo info() {
            return new Memory(1, fine, 0).info().withGrid(40_000, 40_000, Optional.of(fine), "");
          }

          @Override
          public PixelBlock read(Window window, int... bands) {
            assertThat(window.size()).isLessThan(5_000_000);
            return PixelBlock.zeros(window, 1);
          }

          @Override
          public void close() {}
        };
    RasterInfo coarse =
        new Memory(4, utm(GeoTransform.northUp(LEFT, TOP, 1000, 1000)), 1, 2, 3, 4).info();
    RasterInfo coarsest = new Memory(1, utm(GeoTransform.northUp(LEFT, TOP, 9999, 9999)), 1).info();

    assertThat(read(scene, coarse, AlignedSource.Method.AVERAGE).valid()).containsOnly(true);
    assertThatThrownBy(() -> new AlignedSource(scene, coarsest, AlignedSource.Method.AVERAGE))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("9999 pixels");
  }

  private static PixelBlock read(RasterSource source, RasterInfo grid, AlignedSource.Method method)
      throws Exception {
    return new AlignedSource(source, grid, method).read(grid.window(), 0);
  }

  private static Georeference utm(GeoTransform transform) throws Exception {
    return new Georeference(Crs.epsg(32632), transform);
  }

  /** One band; NaN is invalid. */
  private record Memory(RasterInfo info, double[] values) implements RasterSource {
    Memory(int width, Georeference georeference, double... values) {
      this(
          new RasterInfo(
              "memory",
              "memory",
              "memory",
              width,
              values.length / width,
              SampleType.FLOAT64,
              List.of(),
              Optional.of(georeference),
              "",
              Optional.empty(),
              Map.of()),
          values);
    }

    @Override
    public PixelBlock read(Window window, int... bands) {
      PixelBlock block = PixelBlock.zeros(window, 1);
      for (int i = 0; i < window.size(); i++) {
        int row = window.row() + i / window.width();
        int column = window.column() + i % window.width();
        block.samples()[i] = values[row * info.width() + column];
        block.valid()[i] = !Double.isNaN(block.samples()[i]);
      }
      return block;
    }

    @Override
    public void close() {}
  }
}
