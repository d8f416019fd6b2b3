package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class ClassEvaluationTest {
  private static final int NODATA = 255;

  @Test
  void comparesByValueWhereEitherHasNoNames() throws Exception {
    ClassScores scores =
        ClassEvaluation.of(
            raster("map", 3, 0, 1, Map.of(), 1, 1, 2, 2, 2, NODATA),
            raster("truth", 3, 0, 1, Map.of("CLASS_1", "field"), 1, 2, 2, 2, NODATA, 1));

    assertThat(scores.cells()).isEqualTo(4);
    assertThat(scores.accuracy()).isEqualTo(0.75);
    assertThat(scores.classes())
        .extracting(ClassScores.ClassScore::name)
        .containsExactly("field", "2");
    assertThat(scores.confusion()).isDeepEqualTo(new long[][] {{1, 0}, {1, 2}});
  }

  @Test
  void comparesByNameWhereBothHaveThem() throws Exception {
    ClassScores scores =
        ClassEvaluation.of(
            raster("map", 2, 0, 1, Map.of("CLASS_0", "water", "CLASS_1", "road"), 0, 0, 0, 1),
            raster("truth", 2, 0, 1, Map.of("CLASS_1", "field", "CLASS_7", "water"), 7, 7, 7, 1));

    assertThat(scores.accuracy()).isEqualTo(0.75);
    assertThat(scores.classes())
        .extracting(ClassScores.ClassScore::name)
        .containsExactly("field", "water", "road");
    assertThat(scores.classes().get(1).iou()).isEqualTo(1);
  }

  @Test
  void otherGridsAreComparedAtTheTruthsCentres() throws Exception {
    RasterSource coarse = raster("map", 2, 0, 2, Map.of(), 4, 9);
    RasterSource fine = raster("truth", 4, 0, 1, Map.of(), 4, 4, 9, 9, 4, 9, 9, 9);

    assertThat(ClassEvaluation.of(coarse, fine).cells()).isEqualTo(8);
    assertThat(ClassEvaluation.of(coarse, fine).accuracy()).isEqualTo(7 / 8.0);
  }

  @Test
  void refusesRastersWithoutCommonGroundOrClasses() throws Exception {
    RasterSource map = raster("map.tif", 1, 0, 1, Map.of(), 1);
    assertThatThrownBy(() -> ClassEvaluation.of(map, raster("truth.tif", 1, 900, 1, Map.of(), 1)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("no valid ground in common");
    assertThatThrownBy(() -> ClassEvaluation.of(map, raster("h.tif", 1, 0, 1, Map.of(), 3.5)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("h.tif holds 3.5");
  }

  private static RasterSource raster(
      String name,
      int width,
      double shift,
      double metres,
      Map<String, String> metadata,
      double... values)
      throws UnsupportedCrsException {
    GeoTransform transform = GeoTransform.northUp(400_000 + shift, 5_300_000, metres, metres);
    RasterInfo info =
        new RasterInfo(
            name,
            "memory",
            "memory",
            width,
            values.length / width,
            SampleType.UINT8,
            List.of(),
            Optional.of(new Georeference(Crs.epsg(32632), transform)),
            "",
            Optional.empty(),
            metadata);
    return new Memory(info, values);
  }

  private record Memory(RasterInfo info, double[] values) implements RasterSource {
    @Override
    public PixelBlock read(Window window, int... bands) {
      PixelBlock block = PixelBlock.zeros(window, 1);
      for (int i = 0; i < window.size(); i++) {
        int row = window.row() + i / window.width();
        int column = window.column() + i % window.width();
        block.samples()[i] = values[row * info.width() + column];
        block.valid()[i] = block.samples()[i] != NODATA;
      }
      return block;
    }

    @Override
    public void close() {}
  }
}
