package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.AssumedCrs;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeightReadingTest {
  private static final SceneView VIEW = SceneView.DEFAULT;
  private static final int UTM = 32632;
  private static final int NEW_YORK_FEET = 2263;
  private static final double US_FOOT = 1200.0 / 3937;

  @TempDir Path folder;

  /** Where the scale of UTM is 1, pixels are as large as they say. */
  private static Georeference utm(double right, double down, double pixel)
      throws UnsupportedCrsException {
    return new Georeference(
        Crs.epsg(UTM), GeoTransform.northUp(680_000 + right, 5_300_000 - down, pixel, pixel));
  }

  private static HeightReading with(HeightUnit unit) {
    return new HeightReading(Optional.of(unit), AssumedCrs.NONE, Aggregation.MAXIMUM, Length.ZERO);
  }

  private static HeightReading aligned(double metres) {
    return new HeightReading(
        Optional.empty(), AssumedCrs.NONE, Aggregation.MAXIMUM, new Length(metres));
  }

  /** Stands of trees, and ground between them. */
  private static double[] forest(int side, long seed) {
    Random random = new Random(seed);
    double[] heights = new double[side * side];
    for (int crown = 0; crown < side * side / 60; crown++) {
      double x = side * random.nextDouble();
      double y = side * random.nextDouble();
      double radius = 1.5 + 3 * random.nextDouble();
      double tall = 4 + 20 * random.nextDouble();
      for (int i = 0; i < heights.length; i++) {
        double far = Math.hypot(i % side + 0.5 - x, i / side + 0.5 - y);
        if (far < radius) {
          heights[i] = Math.max(heights[i], tall);
        }
      }
    }
    return heights;
  }

  private HeightPair pair(double[] heights, Georeference place, String unit, double[] image)
      throws IOException {
    int side = (int) Math.sqrt(heights.length);
    return new HeightPair(
        HeightFiles.image(folder.resolve("image.tif"), side, utm(0, 0, 1), image).toString(),
        HeightFiles.heights(folder.resolve("chm.tif"), side, place, unit, heights).toString());
  }

  private PixelBlock read(SurveyedPair pair) throws IOException {
    try (RasterSource image = VIEW.open(pair.pair().image());
        RasterSource heights = pair.open(VIEW, image.info())) {
      return heights.read(heights.info().window(), 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ft, 0.3048",
    "foot, 0.3048",
    "us-ft, 0.3048006096",
    "cm, 0.01",
    "metre, 1",
    "dm, .1"
  })
  void aDeclaredUnitIsHeeded(String unit, double metres) throws Exception {
    double[] heights = forest(40, 1);
    double[] stored = Arrays.stream(heights).map(height -> height / metres).toArray();

    SurveyedPair pair =
        HeightReading.STANDARD.survey(
            pair(stored, utm(0, 0, 1), unit, HeightFiles.colors(heights, new Random(2))), VIEW, 1);

    PixelBlock read = read(pair);
    for (int i = 0; i < heights.length; i++) {
      assertThat(read.samples()[i]).isCloseTo(heights[i], within(1e-4));
    }
    assertThat(pair.warnings()).isEmpty();
  }

  @Test
  void feetOnTheGroundSayNothingOfHeights() throws Exception {
    Georeference feet =
        new Georeference(
            Crs.epsg(NEW_YORK_FEET),
            GeoTransform.northUp(990_000, 200_000, 1 / US_FOOT, 1 / US_FOOT));
    double[] heights = forest(40, 1);
    Path image =
        HeightFiles.image(
            folder.resolve("image.tif"), 40, feet, HeightFiles.colors(heights, new Random(2)));
    Path chm = HeightFiles.heights(folder.resolve("chm.tif"), 40, feet, "", heights);
    HeightPair pair = new HeightPair(image.toString(), chm.toString());

    assertThatThrownBy(() -> HeightReading.STANDARD.survey(pair, VIEW, 1))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("chm.tif")
        .hasMessageContaining("--height-unit ft");
    PixelBlock read = read(with(HeightUnit.US_SURVEY_FOOT).survey(pair, VIEW, 1));
    assertThat(read.samples()[heights.length / 2])
        .isCloseTo(heights[heights.length / 2] * US_FOOT, within(1e-4));
  }

  @Test
  void centimetresWithoutAUnitAreRefused() throws Exception {
    double[] heights = Arrays.stream(forest(40, 1)).map(height -> 100 * height).toArray();
    HeightPair pair = pair(heights, utm(0, 0, 1), "", new double[3 * heights.length]);

    assertThatThrownBy(() -> HeightReading.STANDARD.survey(pair, VIEW, 1))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("--height-unit cm")
        .hasMessageContaining("chm-from-dsm");
    assertThat(with(HeightUnit.CENTIMETRE).survey(pair, VIEW, 1).unit().unit())
        .isEqualTo(HeightUnit.CENTIMETRE);
  }

  @Test
  void aStrangeUnitIsNotGuessed() throws Exception {
    HeightPair pair = pair(forest(40, 1), utm(0, 0, 1), "cubit", new double[3 * 1600]);

    assertThatThrownBy(() -> HeightReading.STANDARD.survey(pair, VIEW, 1))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("cubit");
  }

  @Test
  void withoutAUnitHeightsAreMetresWithAWarningWhereTheyMayBeFeet() throws Exception {
    double[] heights = Arrays.stream(forest(40, 1)).map(height -> height * 4).toArray();
    HeightPair pair = pair(heights, utm(0, 0, 1), "", new double[3 * heights.length]);

    SurveyedPair found = HeightReading.STANDARD.survey(pair, VIEW, 1);
    assertThat(found.unit().unit()).isEqualTo(HeightUnit.METRE);
    assertThat(found.unit().stated()).isFalse();
    assertThat(found.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("--height-unit ft"));
    assertThat(with(HeightUnit.METRE).survey(pair, VIEW, 1).unit().stated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"3.28, '', feet", "90, '', centimetres", "3.28, m, ''", "1, '', ''", "1.9, '', ''"})
  void aPairThatIsAsIfInAnotherUnitThanTheOthersIsDoubted(double times, String unit, String doubt)
      throws Exception {
    List<SurveyedPair> pairs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      double factor = i == 1 ? times : 1;
      // Low enough to be plants in any unit.
      double[] heights = Arrays.stream(forest(40, i)).map(h -> h * factor / 24).toArray();
      pairs.add(
          HeightReading.STANDARD.survey(
              pair(heights, utm(0, 0, 1), i == 1 ? unit : "", new double[3 * heights.length]),
              VIEW,
              1));
    }

    List<String> doubts = SurveyedPair.unitDoubts(pairs);

    assertThat(doubts).hasSize(doubt.isEmpty() ? 0 : 1).allMatch(said -> said.contains(doubt));
    assertThat(doubts).allMatch(said -> said.contains("gdal_edit.py -units"));
  }

  @Test
  void impossibleHeightsAreInvalidAndNoiseOverTheGroundIsGround() throws Exception {
    double[] heights = new double[1600];
    Arrays.fill(heights, 7);
    double[] odd = {-0.5, -1, -80, 119.5, 120, 5000, Double.NaN, 0};
    System.arraycopy(odd, 0, heights, 0, odd.length);
    HeightPair pair = pair(heights, utm(0, 0, 1), "m", new double[3 * heights.length]);

    PixelBlock read = read(HeightReading.STANDARD.survey(pair, VIEW, 1));

    assertThat(Arrays.copyOf(read.valid(), odd.length))
        .containsExactly(true, false, false, true, false, false, false, true);
    assertThat(Arrays.copyOf(read.samples(), odd.length))
        .containsExactly(0, 0, 0, 119.5, 0, 0, 0, 0);
  }

  @Test
  void finerHeightsBecomeCellsByTheirHighestOrTheirMean() throws Exception {
    // Two by two pixels a cell: one of them is 9 m, another is not known.
    double[] heights = new double[80 * 80];
    Arrays.setAll(
        heights, i -> i % 2 == 0 ? i / 80 % 2 == 0 ? 9 : 3 : i / 80 % 2 == 0 ? 0 : Double.NaN);
    Path chm = HeightFiles.heights(folder.resolve("chm.tif"), 80, utm(0, 0, 0.5), "m", heights);
    Path image =
        HeightFiles.image(folder.resolve("image.tif"), 40, utm(0, 0, 1), new double[3 * 1600]);
    HeightPair pair = new HeightPair(image.toString(), chm.toString());

    HeightReading mean =
        new HeightReading(Optional.empty(), AssumedCrs.NONE, Aggregation.MEAN, Length.ZERO);
    assertThat(read(HeightReading.STANDARD.survey(pair, VIEW, 1)).samples()).containsOnly(9);
    assertThat(read(mean.survey(pair, VIEW, 1)).samples()).containsOnly(4);
  }

  @Test
  void heightsInAnotherCrsLieOnTheSameGround() throws Exception {
    double[] heights = forest(40, 1);
    Crs degrees = Crs.epsg(4326);
    Georeference there = utm(0, 0, 1);
    var corner = there.crs().toLonLat(680_000 - 20, 5_300_000 + 20);
    double side = 1e-6;
    int many = 1000;
    double[] fine = new double[many * many];
    for (int i = 0; i < fine.length; i++) {
      double[] place =
          new Georeference(
                  degrees, GeoTransform.northUp(corner.longitude(), corner.latitude(), side, side))
              .placeOn(there, i % many + 0.5, i / many + 0.5);
      int column = (int) Math.floor(place[0]);
      int row = (int) Math.floor(place[1]);
      boolean inside = column >= 0 && row >= 0 && column < 40 && row < 40;
      fine[i] = inside ? heights[row * 40 + column] : Double.NaN;
    }
    Path chm =
        HeightFiles.heights(
            folder.resolve("chm.tif"),
            many,
            new Georeference(
                degrees, GeoTransform.northUp(corner.longitude(), corner.latitude(), side, side)),
            "m",
            fine);
    Path image =
        HeightFiles.image(
            folder.resolve("image.tif"), 40, there, HeightFiles.colors(heights, new Random(2)));
    HeightReading mean =
        new HeightReading(Optional.empty(), AssumedCrs.NONE, Aggregation.MEAN, Length.ZERO);

    PixelBlock read =
        read(mean.survey(new HeightPair(image.toString(), chm.toString()), VIEW, 0.1));

    int off = 0;
    for (int i = 0; i < heights.length; i++) {
      off += read.valid()[i] && Math.abs(read.samples()[i] - heights[i]) < 1 ? 0 : 1;
    }
    // Only at crowns' edges may cells be mixed.
    assertThat(off).isLessThan(100);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, -2", "-5, 5", "1, 4"})
  void aPairIsMovedToWhereItBelongs(int across, int down) throws Exception {
    double[] heights = forest(90, 3);
    // The file says that the heights lie elsewhere.
    HeightPair pair =
        pair(heights, utm(across, down, 1), "m", HeightFiles.colors(heights, new Random(4)));

    SurveyedPair found = aligned(8).survey(pair, VIEW, 1);

    assertThat(found.shift().acrossMetres()).isCloseTo(-across, within(0.35));
    assertThat(found.shift().downMetres()).isCloseTo(-down, within(0.35));
    assertThat(found.warnings()).isEmpty();
    assertThat(HeightReading.STANDARD.survey(pair, VIEW, 1).shift()).isEqualTo(Shift.NONE);
    if (across == 3) {
      PixelBlock read = read(found);
      assertThat(read.samples()[45 * 90 + 45]).isCloseTo(heights[45 * 90 + 45], within(1e-4));
    }
  }

  @Test
  void aPairThatFitsBestAtTheBoundStaysAndSaysSo() throws Exception {
    double[] heights = forest(90, 3);
    HeightPair pair = pair(heights, utm(4, 0, 1), "m", HeightFiles.colors(heights, new Random(4)));

    SurveyedPair found = aligned(2).survey(pair, VIEW, 1);

    assertThat(found.shift()).isEqualTo(Shift.NONE);
    assertThat(found.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains("fits best at the bound", "stays where it is", "a greater --align"));
  }

  @Test
  void whereTooLittleIsInsideTheBoundThePairStaysAndItsPlaceIsLookedAt() throws Exception {
    double[] heights = forest(90, 3);
    double[] image = HeightFiles.colors(heights, new Random(4));
    HeightPair right = pair(heights, utm(0, 0, 1), "m", image);

    SurveyedPair found = aligned(44).survey(right, VIEW, 1);
    assertThat(found.shift()).isEqualTo(Shift.NONE);
    assertThat(found.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning).contains("too few heights lie 44.0 m", "a smaller --align"));

    HeightPair wrong = pair(heights, utm(25, -20, 1), "m", image);
    assertThat(aligned(44).survey(wrong, VIEW, 1).warnings())
        .hasSize(2)
        .anySatisfy(warning -> assertThat(warning).contains("does not follow its image"));
  }

  @Test
  void aMoveDoesNotHideThatHeightsAreOfAnotherPlace() throws Exception {
    double[] image = HeightFiles.colors(forest(90, 3), new Random(4));
    for (int seed = 5; seed < 8; seed++) {
      HeightPair wrong = pair(forest(90, seed), utm(0, 0, 1), "m", image);
      assertThat(aligned(6).survey(wrong, VIEW, 1).warnings())
          .as("seed " + seed)
          .anySatisfy(warning -> assertThat(warning).contains("does not follow its image"));
    }
  }

  @Test
  void heightsOfAnotherPlaceAreNoticed() throws Exception {
    double[] heights = forest(90, 3);
    double[] image = HeightFiles.colors(heights, new Random(4));

    assertThat(
            HeightReading.STANDARD
                .survey(pair(heights, utm(0, 0, 1), "m", image), VIEW, 1)
                .warnings())
        .isEmpty();
    assertThat(
            HeightReading.STANDARD
                .survey(pair(heights, utm(25, -20, 1), "m", image), VIEW, 1)
                .warnings())
        .anySatisfy(
            warning -> assertThat(warning).contains("does not follow its image").contains("CRS"));
  }

  @Test
  void heightsOfNoCommonGroundAreRefused() throws Exception {
    double[] heights = forest(40, 1);
    HeightPair pair = pair(heights, utm(5000, 0, 1), "m", new double[3 * 1600]);

    assertThatThrownBy(() -> HeightReading.STANDARD.survey(pair, VIEW, 1))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("does not overlap");
  }
}
