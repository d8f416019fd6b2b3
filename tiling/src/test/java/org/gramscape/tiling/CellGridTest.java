package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class CellGridTest {

  private static RasterInfo raster(int side, double pixel) throws Exception {
    Georeference place =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(500_000, 5_300_000, pixel, pixel));
    return new RasterInfo(
        "raster",
        "memory",
        "memory",
        side,
        side,
        SampleType.UINT8,
        List.of(),
        Optional.of(place),
        "",
        Optional.empty(),
        Map.of());
  }

  @Test
  void finePixelsMakeCellsOfTheSizeThatIsWanted() throws Exception {
    CellGrid grid = CellGrid.over(raster(100, 0.3), 1);

    // Scale 0.9996 on the central meridian: a pixel is 0.30012 m on the ground.
    assertThat(grid.pixelsAcross()).isCloseTo(1 / 0.30012, within(1e-4));
    assertThat(grid.width()).isEqualTo(30);
    assertThat(grid.place().groundSampleDistance(1, 1).metres()).isCloseTo(1, within(1e-4));
  }

  @Test
  void coarsePixelsAreCells() throws Exception {
    CellGrid grid = CellGrid.over(raster(100, 2.5), 1);

    assertThat(grid.pixelsDown()).isEqualTo(1);
    assertThat(grid.height()).isEqualTo(100);
  }

  @Test
  void theMiddleOfACellIsWhereItsGroundIs() throws Exception {
    RasterInfo raster = raster(100, 0.25);
    CellGrid grid = CellGrid.over(raster, 1).part(new Window(3, 5, 10, 8));

    double[] middle = grid.middleOn(raster.requireGeoreference(), 2 * 10 + 4);

    assertThat(middle[0]).isCloseTo((3 + 4 + 0.5) * grid.pixelsAcross(), within(1e-6));
    assertThat(middle[1]).isCloseTo((5 + 2 + 0.5) * grid.pixelsDown(), within(1e-6));
  }

  @Test
  void cellsAroundOtherGroundAreThoseThatTouchIt() throws Exception {
    CellGrid grid = CellGrid.over(raster(20, 2), 1);
    Georeference there = raster(1, 2).requireGeoreference();
    Georeference inside =
        new Georeference(there.crs(), there.transform().shifted(2.5, 3.5), there.interpretation());
    Georeference beside =
        new Georeference(there.crs(), there.transform().shifted(-9, 3.5), there.interpretation());

    assertThat(grid.around(inside, 2, 3)).contains(new Window(2, 3, 3, 4));
    assertThat(grid.around(inside, 100, 100)).contains(new Window(2, 3, 18, 17));
    assertThat(grid.around(beside, 9, 9)).isEmpty();
    assertThat(grid.around(beside, 10, 9)).contains(new Window(0, 3, 1, 10));
  }
}
