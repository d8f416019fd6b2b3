package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.tiling.CellGrid;
import org.junit.jupiter.api.Test;

class ClassCellsTest {

  private static CellGrid cells(int width, int height) throws Exception {
    Georeference place =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(680_000, 5_300_000, 1, 1));
    return new CellGrid(place, 1, 1, width, height);
  }

  private static String box(int left, int top, int right, int bottom) {
    String form = "POLYGON ((%1$d %2$d, %3$d %2$d, %3$d %4$d, %1$d %4$d, %1$d %2$d))";
    return form.formatted(680_000 + left, 5_300_000 - top, 680_000 + right, 5_300_000 - bottom);
  }

  @Test
  void theLastPolygonAtTheMiddleOfACellNamesIt() throws Exception {
    ClassCells cells =
        ClassCells.of(
            MemoryLabels.of(
                Crs.epsg(32632),
                "wood",
                box(0, 0, 3, 2),
                "water",
                box(2, 1, 9, 9),
                "far",
                box(50, 50, 60, 60)),
            "cover",
            cells(4, 3));

    int none = ClassCells.NONE;
    assertThat(cells.names()).containsExactly("water", "wood");
    assertThat(cells.classes()).containsExactly(1, 1, 1, none, 1, 1, 0, 0, none, none, 0, 0);
  }

  @Test
  void whereOneClassIsDrawnAllElseIsOther() throws Exception {
    ClassCells cells =
        ClassCells.of(
                MemoryLabels.of(Crs.epsg(32632), "roof", box(0, 0, 1, 1)), "cover", cells(2, 2))
            .withOther();

    assertThat(cells.names()).containsExactly("roof", "other");
    assertThat(cells.classes()).containsExactly(0, 1, 1, 1);
  }

  /** Where all is drawn nothing is other; and a raster has a value for what is. */
  @Test
  void whereNothingElseCanBeThereIsNoOther() throws Exception {
    ClassCells whole =
        ClassCells.of(
            MemoryLabels.of(Crs.epsg(32632), "roof", box(0, 0, 2, 2)), "cover", cells(2, 2));
    assertThat(whole.withOther().names()).containsExactly("roof");
    Georeference place =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(400_000, 5_300_000, 1, 1));
    MemoryRaster raster = MemoryRaster.of("c.tif", 2, 0, 1, Map.of(), 3, MemoryRaster.NODATA);
    assertThat(ClassCells.of(raster, new CellGrid(place, 1, 1, 2, 1)).withOther().classes())
        .containsExactly(0, ClassCells.NONE);
  }

  @Test
  void labelsElsewhereAreRefused() throws Exception {
    assertThatThrownBy(
            () ->
                ClassCells.of(
                    MemoryLabels.of(Crs.epsg(32632), "roof", box(50, 50, 60, 60)),
                    "cover",
                    cells(2, 2)))
        .hasMessageContaining("no polygon of the labels \"labels\" lies on their image");
  }
}
