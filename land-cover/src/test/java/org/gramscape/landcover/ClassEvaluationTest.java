package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.junit.jupiter.api.Test;

class ClassEvaluationTest {
  @Test
  void comparesByValueWhereEitherHasNoNames() throws Exception {
    ClassScores scores =
        ClassEvaluation.of(
                MemoryRaster.of("map", 3, 0, 1, Map.of(), 1, 1, 2, 2, 2, MemoryRaster.NODATA),
                MemoryRaster.of(
                    "truth",
                    3,
                    0,
                    1,
                    Map.of("CLASS_1", "field"),
                    1,
                    2,
                    2,
                    2,
                    MemoryRaster.NODATA,
                    1))
            .scores();

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
                MemoryRaster.of(
                    "map", 2, 0, 1, Map.of("CLASS_0", "water", "CLASS_1", "road"), 0, 0, 0, 1),
                MemoryRaster.of(
                    "truth", 2, 0, 1, Map.of("CLASS_1", "field", "CLASS_7", "water"), 7, 7, 7, 1))
            .scores();

    assertThat(scores.accuracy()).isEqualTo(0.75);
    assertThat(scores.classes())
        .extracting(ClassScores.ClassScore::name)
        .containsExactly("field", "water", "road");
    assertThat(scores.classes().get(1).iou()).isEqualTo(1);
  }

  @Test
  void otherGridsAreComparedAtTheTruthsCentres() throws Exception {
    RasterSource coarse = MemoryRaster.of("map", 2, 0, 2, Map.of(), 4, 9);
    RasterSource fine = MemoryRaster.of("truth", 4, 0, 1, Map.of(), 4, 4, 9, 9, 4, 9, 9, 9);

    assertThat(ClassEvaluation.of(coarse, fine).scores().cells()).isEqualTo(8);
    assertThat(ClassEvaluation.of(coarse, fine).scores().accuracy()).isEqualTo(7 / 8.0);
  }

  @Test
  void refusesRastersWithoutCommonGroundOrClasses() throws Exception {
    RasterSource map = MemoryRaster.of("map.tif", 1, 0, 1, Map.of(), 1);
    assertThatThrownBy(
            () -> ClassEvaluation.of(map, MemoryRaster.of("truth.tif", 1, 900, 1, Map.of(), 1)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("no valid ground in common");
    assertThatThrownBy(
            () -> ClassEvaluation.of(map, MemoryRaster.of("h.tif", 1, 0, 1, Map.of(), 3.5)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("h.tif: band 1 holds 3.5");
  }

  @Test
  void bordersWithinTwoCellsAreBorders() throws Exception {
    // A border after column 5, mapped after columns 5, 7, 8 and nowhere.
    double[][] mapped = {border(5), border(7), border(8), border(12)};
    RasterSource truth = MemoryRaster.of("truth", 12, 0, 1, Map.of(), border(5));
    double[] expected = {1, 1, 0, 0};
    for (int i = 0; i < mapped.length; i++) {
      RasterSource map = MemoryRaster.of("map", 12, 0, 1, Map.of(), mapped[i]);
      BoundaryScores boundaries = ClassEvaluation.of(map, truth).boundaries();
      assertThat(boundaries.of(1)).as("map %d", i).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void bordersAreTheSameWhereverRowsAreCut() throws Exception {
    int side = 700;
    double[] known = new double[side * side];
    double[] mapped = new double[side * side];
    for (int i = 0; i < known.length; i++) {
      int row = i / side;
      known[i] = row < 256 ? 1 : 2;
      mapped[i] = row < 258 ? 1 : 2;
    }
    ClassEvaluation evaluation =
        ClassEvaluation.of(
            MemoryRaster.of("map", side, 0, 1, Map.of(), mapped),
            MemoryRaster.of("truth", side, 0, 1, Map.of(), known));

    assertThat(evaluation.boundaries().mean()).isEqualTo(1);
    assertThat(evaluation.scores().cells()).isEqualTo((long) side * side);
  }

  @Test
  void theEndOfWhatIsKnownIsNoBorder() throws Exception {
    int no = MemoryRaster.NODATA;
    ClassEvaluation evaluation =
        ClassEvaluation.of(
            MemoryRaster.of("map", 4, 0, 1, Map.of(), 1, 1, 2, 2),
            MemoryRaster.of("truth", 4, 0, 1, Map.of(), 1, 1, no, 2));

    assertThat(evaluation.boundaries().mean()).isNaN();
  }

  /** Five rows of 1 up to a column, and 2 from there. */
  private static double[] border(int column) {
    double[] values = new double[5 * 12];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 12 < column ? 1 : 2;
    }
    return values;
  }
}
