package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.RasterSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeightEvaluationTest {

  @Test
  void scoresByHandOnOneGrid() throws Exception {
    // Truths little below 0 are bare ground, 200 m is an error, NaN is unknown.
    MemoryRaster prediction = raster("prediction", 3, 0, 1, 1, 2, 9, 1, 3, 3);
    MemoryRaster truth =
        MemoryRaster.metres(
            "truth",
            3,
            prediction.info().georeference().orElseThrow(),
            0,
            4,
            8,
            -0.9,
            200,
            Double.NaN);

    HeightScores scores = scores(prediction, truth, 30);

    assertThat(scores.cells()).isEqualTo(4);
    assertThat(scores.mae()).isCloseTo((1 + 2 + 1 + 1) / 4.0, within(1e-9));
    assertThat(scores.bias()).isCloseTo((1 - 2 + 1 + 1) / 4.0, within(1e-9));
    assertThat(scores.rmse()).isCloseTo(Math.sqrt(7 / 4.0), within(1e-9));
    assertThat(scores.r2()).isCloseTo(1 - 7 / 44.0, within(1e-9));
    assertThat(scores.blockR2()).isNaN();
  }

  @Test
  void comparesOnTheCoarserGridWhicheverItIs() throws Exception {
    // 2 m cells that hold the means of 1 m cells.
    MemoryRaster fine = raster("fine", 4, 0, 1, 1, 3, 5, 5, 3, 5, 7, 7);
    MemoryRaster coarse = raster("coarse", 2, 0, 2, 3, 6);

    for (HeightScores scores :
        new HeightScores[] {scores(fine, coarse, 30), scores(coarse, fine, 30)}) {
      assertThat(scores.cells()).isEqualTo(2);
      assertThat(scores.mae()).isZero();
      assertThat(scores.r2()).isEqualTo(1);
    }
  }

  @Test
  void declaredScalesTurnIntoMetres() throws Exception {
    MemoryRaster truth = raster("truth", 2, 0, 1, 3, 0, 12, 7);
    MemoryRaster centimetres =
        MemoryRaster.scaled(
            "centimetres",
            2,
            truth.info().georeference().orElseThrow(),
            0.01,
            -1,
            400,
            100,
            1300,
            800);

    for (HeightScores scores :
        new HeightScores[] {scores(centimetres, truth, 30), scores(truth, centimetres, 30)}) {
      assertThat(scores.cells()).isEqualTo(4);
      assertThat(scores.mae()).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void blocksAverageErrorsOut() throws Exception {
    // Four blocks of 10 x 10 cells; the prediction is right on average and wrong everywhere.
    int side = 20;
    double[] truth = new double[side * side];
    double[] prediction = new double[side * side];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = 5 + i / side / 10 * 3 + i % side / 10;
      prediction[i] = truth[i] + ((i / side + i) % 2 == 0 ? 2 : -2);
    }

    HeightScores scores =
        scores(
            raster("prediction", side, 0, 1, prediction), raster("truth", side, 0, 1, truth), 10);

    assertThat(scores.mae()).isEqualTo(2);
    assertThat(scores.blocks()).isEqualTo(4);
    assertThat(scores.blockR2()).isCloseTo(1, within(1e-12));
    assertThat(scores.r2()).isLessThan(0);
  }

  @Test
  void blocksOfMostlyUnknownGroundDoNotCount() throws Exception {
    double[] truth = new double[200];
    Arrays.setAll(truth, i -> i % 20 >= 10 && i % 3 == 0 ? Double.NaN : i % 7);

    HeightScores scores = scores(raster("p", 20, 0, 1, truth), raster("t", 20, 0, 1, truth), 10);

    assertThat(scores.blocks()).isEqualTo(1);
  }

  @Test
  void aPerfectMapOnAnotherGridWithHalfThePixelsMissingIsPerfect() throws Exception {
    Random random = new Random(1);
    double[] heights = new double[30 * 30];
    Arrays.setAll(heights, i -> random.nextInt(3) == 0 ? Double.NaN : 20 * random.nextDouble());
    MemoryRaster truth = raster("truth", 30, 0, 1, heights);

    // The same ground, cut out of the truth 4 columns from its left.
    double[] part = new double[20 * 30];
    Arrays.setAll(part, i -> heights[i / 20 * 30 + i % 20 + 4]);
    HeightScores scores = scores(raster("part", 20, 4, 1, part), truth, 30);

    assertThat(scores.cells()).isEqualTo(Arrays.stream(part).filter(h -> h >= 0).count());
    assertThat(scores.mae()).isZero();
    assertThat(scores.r2()).isEqualTo(1);
  }

  @Test
  void refusesRastersOfOtherGround() {
    assertThatThrownBy(
            () -> scores(raster("map.tif", 1, 0, 1, 1), raster("truth.tif", 1, 500, 1, 1), 30))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("map.tif")
        .hasMessageContaining("truth.tif")
        .hasMessageContaining("spans x 400500.0 to 400501.0");
  }

  /** A truth that lies elsewhere scores badly, and is not to blame the map for. */
  @ParameterizedTest
  @CsvSource({"0, ''", "7, moved by -7.0 m across", "30, do not follow each other"})
  void aTruthOutOfPlaceIsNoticed(int shift, String doubt) throws Exception {
    int side = 60;
    Random random = new Random(1);
    double[] truth = new double[side * side];
    Arrays.setAll(truth, i -> 20 * Math.pow(random.nextDouble(), 3));
    double[] map = new double[truth.length];
    Arrays.setAll(map, i -> 5 + truth[i] / 2 + random.nextDouble());

    ComparedHeights compared =
        ComparedHeights.of(
            raster("map", side, 0, 1, map),
            raster("truth", side, shift, 1, truth),
            Optional.empty(),
            HeightProtocol.STANDARD,
            Optional.empty());

    if (shift == 0) {
      assertThat(compared.doubts(HeightEvaluation.STANDARD.tally(compared))).isEmpty();
    } else {
      assertThat(compared.doubts(HeightEvaluation.STANDARD.tally(compared)))
          .singleElement()
          .satisfies(said -> assertThat(said).contains("truth and map", doubt));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.3048, '', are feet", "0.01, '', are centimetres", "0.3048, ft, ''", "1, '', ''"})
  void aTruthThatFitsFarBetterInAnotherUnitIsDoubted(double metres, String told, String doubt)
      throws Exception {
    Random random = new Random(1);
    double[] map = new double[40 * 40];
    Arrays.setAll(map, i -> 0.6 * random.nextDouble());
    double[] truth = Arrays.stream(map).map(h -> h / metres).toArray();

    assertThat(unitDoubts(map, truth, told))
        .hasSize(doubt.isEmpty() ? 0 : 1)
        .allMatch(said -> said.contains(doubt));
    // A map that says nothing fits no unit better than another.
    assertThat(unitDoubts(new double[map.length], truth, told)).isEmpty();
  }

  private static List<String> unitDoubts(double[] map, double[] truth, String told)
      throws IOException {
    ComparedHeights compared =
        ComparedHeights.of(
            raster("map", 40, 0, 1, map),
            raster("truth", 40, 0, 1, truth),
            Optional.empty(),
            HeightProtocol.STANDARD,
            HeightUnit.named(told));
    return compared.doubts(HeightEvaluation.STANDARD.tally(compared)).stream()
        .filter(said -> said.contains("--height-unit"))
        .toList();
  }

  private static HeightScores scores(RasterSource prediction, RasterSource truth, double block)
      throws IOException {
    return new HeightEvaluation(HeightProtocol.STANDARD.withBlocks(new Length(block)))
        .scores(prediction, truth);
  }

  /** Cells of {@code metres}, {@code shift} metres from the left, in UTM. */
  private static MemoryRaster raster(
      String name, int width, double shift, double metres, double... values)
      throws UnsupportedCrsException {
    return MemoryRaster.of(
        name,
        width,
        new Georeference(
            Crs.epsg(32632), GeoTransform.northUp(400_000 + shift, 5_300_000, metres, metres)),
        values);
  }
}
