package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.GeodesicArea;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.coverage.CoverageSimplifier;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/** Cases drawn by hand, and one as large as those that other tools were measured on. */
class VectorizerTest {

  /** The classes of the polygons that the pixels' centres lie in. */
  private static String merged(double minSquareMetres, ClassArray raster) {
    List<Feature> features = raster.vectorize(ClassArray.options(minSquareMetres, 0));
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < raster.height(); row++) {
      for (int column = 0; column < raster.width(); column++) {
        rows.append(classAt(features, raster, column, row));
      }
      rows.append(' ');
    }
    return rows.toString().trim();
  }

  private static String classAt(List<Feature> features, ClassArray raster, int column, int row) {
    GeoTransform transform = raster.georeference().transform();
    Coordinate centre =
        new Coordinate(transform.x(column + 0.5, row + 0.5), transform.y(column + 0.5, row + 0.5));
    return features.stream()
        .filter(f -> SimplePointInAreaLocator.locate(centre, f.geometry()) == Location.INTERIOR)
        .map(feature -> feature.attributes().get("class").toString())
        .findFirst()
        .orElse(".");
  }

  @Test
  void aSmallRegionJoinsTheNeighbourWithTheLongestEdge() throws IOException {
    assertThat(merged(3, ClassArray.drawn("11122", "11332", "11222")))
        .isEqualTo("11122 11222 11222");
    assertThat(merged(3, ClassArray.drawn("11112", "11332", "12222")))
        .as("equally long edges: the larger neighbour")
        .isEqualTo("11112 11112 12222");
  }

  @Test
  void theEdgeIsMeasuredOnTheGround() throws IOException {
    // Pixels of 1 m by 4 m: one side edge is longer than an upper and a lower edge.
    var tall = ClassArray.reference(32617, GeoTransform.northUp(5e5, 4e6, 1, 4));
    assertThat(merged(5, ClassArray.drawn("1111", "223.", "1111").in(tall)))
        .isEqualTo("1111 222. 1111");
    assertThat(merged(5, ClassArray.drawn("1111", ".322", "1111").in(tall)))
        .isEqualTo("1111 .222 1111");
  }

  @Test
  void groundThatIsMergedBridgesRegionsOfItsNewClass() throws IOException {
    ClassArray raster = ClassArray.drawn("2222222", "1113111", "1113111", "1113111");
    List<Feature> features = raster.vectorize(ClassArray.options(4, 0));
    assertThat(features).hasSize(2);
    assertThat(features.get(1).geometry().getArea()).isEqualTo(21);
  }

  @Test
  void theSmallestGoesFirstUntilNoneIsTooSmall() throws IOException {
    assertThat(merged(5, ClassArray.drawn("1233444"))).isEqualTo("3333333");
    assertThat(merged(3, ClassArray.drawn("1233444"))).isEqualTo("3333444");
  }

  @Test
  void anIslandInNodataStays() throws IOException {
    assertThat(merged(100, ClassArray.drawn("1....", "...22", "...22", ".....")))
        .isEqualTo("1.... ...22 ...22 .....");
  }

  @Test
  void cornersDoNotConnect() {
    assertThat(ClassArray.drawn("12", "21").vectorize(ClassArray.options(0, 0))).hasSize(4);
  }

  @Test
  void aHoleMayTouchItsShellAtACorner() {
    List<Feature> features =
        ClassArray.drawn("11.", "1.1", "111").vectorize(ClassArray.options(0, 0));
    Polygon polygon = (Polygon) features.get(0).geometry();
    assertThat(polygon.isValid()).isTrue();
    assertThat(polygon.getNumInteriorRing()).isEqualTo(1);
    assertThat(polygon.getArea()).isEqualTo(7);
  }

  @Test
  void holesMayTouchAtACorner() {
    List<Feature> features =
        ClassArray.drawn("1111", "1211", "1121", "1111").vectorize(ClassArray.options(0, 0));
    Polygon polygon = (Polygon) features.get(0).geometry();
    assertThat(polygon.isValid()).isTrue();
    assertThat(polygon.getNumInteriorRing()).isEqualTo(2);
  }

  @Test
  void attributesSayClassNameConfidenceAndArea() {
    ClassArray raster =
        ClassArray.drawn("1133", "1123")
            .withConfidence(.9f, ClassArray.NODATA, .7f, .2f, .8f, .6f, .1f, .3f);
    VectorizeOptions options =
        ClassArray.options(1.5, 0).withLegend(List.of(new LegendEntry(1, "forest", 0x008000)));
    List<Feature> features = raster.vectorize(options);
    assertThat(features).hasSize(2);
    assertAttributes(features.get(0), 1, "forest", (.9 + .8 + .6) / 3, .6);
    // The pixel of the lost class 2 does not speak for class 3, which it became.
    assertAttributes(features.get(1), 3, "3", (.7 + .2 + .3) / 3, .2);
    assertThat(raster.band(0).vectorize(options).get(0).attributes())
        .containsEntry("mean_confidence", null)
        .containsEntry("min_confidence", null);
  }

  private static void assertAttributes(
      Feature feature, long classValue, String name, double mean, double min) {
    assertThat(feature.attributes()).containsEntry("class", classValue).containsEntry("name", name);
    assertThat((double) feature.attributes().get("mean_confidence")).isCloseTo(mean, within(5e-5));
    assertThat((double) feature.attributes().get("min_confidence")).isEqualTo(min);
    assertThat((double) feature.attributes().get("area_m2"))
        .isCloseTo(4 / (0.9996 * 0.9996), within(1e-6));
  }

  /** Each pixel covers one square metre of ground, whatever the unit of the CRS. */
  @ParameterizedTest
  @CsvSource({
    "2277, 3100000, 10070000, 3.2808333, 3.2808333",
    "4326, 11, 60, 0.0000179, 0.00000897",
    "3857, 1113195, 8399738, 2, 2"
  })
  void theLeastAreaIsOnTheGround(int epsg, double x, double y, double width, double height)
      throws IOException {
    ClassArray raster =
        ClassArray.drawn("1111111", "1221331", "1222331", "1111131")
            .in(ClassArray.reference(epsg, GeoTransform.northUp(x, y, width, height)));
    assertThat(merged(4.5, raster)).isEqualTo("1111111 1221331 1222331 1111131");
    assertThat(merged(5.5, raster)).isEqualTo("1111111 1111111 1111111 1111111");
    for (Feature feature : raster.vectorize(ClassArray.options(0, 0))) {
      double area = GeodesicArea.squareMetres(feature.geometry(), raster.georeference().crs());
      assertThat((double) feature.attributes().get("area_m2")).isCloseTo(area, within(1e-6 * area));
    }
  }

  @Test
  void simplifyIsALengthOnTheGround() {
    ClassArray stairs = ClassArray.drawn("1222", "1122", "1112", "1111");
    GeoTransform feet = GeoTransform.northUp(3100000, 10070000, 3.2808333, 3.2808333);
    for (ClassArray raster : List.of(stairs, stairs.in(ClassArray.reference(2277, feet)))) {
      int all = vertices(raster.vectorize(ClassArray.options(0, 0)));
      assertThat(vertices(raster.vectorize(ClassArray.options(0, 0.6)))).isEqualTo(all);
      assertThat(vertices(raster.vectorize(ClassArray.options(0, 0.8)))).isLessThan(all);
    }
  }

  private static int vertices(List<Feature> features) {
    return features.stream().mapToInt(feature -> feature.geometry().getNumPoints()).sum();
  }

  @Test
  void aCornerStaysSharpWhereItsCurveWouldMeetAnotherBorder() {
    int side = 20;
    int[] classes = new int[side * side];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = i % side < 4 || i / side < 4 ? 1 : 2;
    }
    VectorizeOptions smooth = VectorizeOptions.PLAIN.withSmooth(new Length(7));
    int withCurve = ClassArray.of(side, classes).vectorize(smooth).get(0).geometry().getNumPoints();
    classes[5 * side + 5] = 3;
    List<Feature> features = ClassArray.of(side, classes).vectorize(smooth);
    assertThat(features.get(0).geometry().getNumPoints()).isEqualTo(withCurve - 4);
    Geometry[] coverage = features.stream().map(Feature::geometry).toArray(Geometry[]::new);
    assertThat(coverage).allMatch(Geometry::isValid);
    assertThat(CoverageValidator.isValid(coverage)).isTrue();
  }

  @Test
  void simplificationKeepsTheOutlineOfTheGround() {
    ClassArray raster = ClassArray.drawn("..11122", ".111222", "1111222", "1112222", ".11222.");
    assertThat(union(raster.vectorize(ClassArray.options(0, 50))).norm())
        .isEqualTo(union(raster.vectorize(ClassArray.options(0, 0))).norm());
  }

  private static Geometry union(List<Feature> features) {
    return UnaryUnionOp.union(features.stream().map(Feature::geometry).toList());
  }

  @Test
  void nothingComesOfNodata() {
    assertThat(ClassArray.drawn("...", "...").vectorize(ClassArray.options(10, 5))).isEmpty();
  }

  @Test
  void classesAreWholeNumbers() {
    ClassArray raster = new ClassArray(2, 1, ClassArray.metres(), new float[][] {{1, 0.37f}});
    assertThatThrownBy(
            () ->
                ClassArray.vectorize(
                    new Vectorizer(ClassArray.options(0, 0)), ClassRasters.of(raster)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("band 1 holds 0.37")
        .hasMessageContaining("whole numbers");
  }

  @Test
  void cornersConnectWhenAsked() {
    VectorizeOptions eight = VectorizeOptions.PLAIN.withConnectivity(Connectivity.EIGHT);
    List<Feature> features = ClassArray.drawn("121", "212", "121").vectorize(eight);
    assertThat(features).hasSize(2);
    assertThat(features).allMatch(each -> each.geometry().isValid());
    assertThat(features.get(0).geometry().getNumGeometries()).isEqualTo(5);
    assertThat(features.get(1).geometry().getNumGeometries()).isEqualTo(4);
    assertThat((double) features.get(0).attributes().get("perimeter_m"))
        .isCloseTo(20 / 0.9996, within(1e-4));
  }

  @Test
  void groundThatIsMergedJoinsRegionsAtItsCorners() {
    ClassArray raster = ClassArray.drawn("1122", "1122", "2211", "2231");
    VectorizeOptions eight = ClassArray.options(2, 0).withConnectivity(Connectivity.EIGHT);
    assertThat(raster.vectorize(eight)).hasSize(2);
    assertThat(raster.vectorize(ClassArray.options(2, 0))).hasSize(4);
  }

  @Test
  void aSmallRegionJoinsTheMoreProbableClass() throws IOException {
    ClassArray raster = ClassArray.drawn("11122", "11332", "11222");
    float[] low = new float[15];
    float[] high = new float[15];
    Arrays.fill(low, 0.2f);
    Arrays.fill(high, 0.3f);
    ClassArray probabilities =
        new ClassArray(5, 3, ClassArray.metres(), new float[][] {high, low, new float[15]});
    List<LegendEntry> legend =
        List.of(new LegendEntry(1, "a", 0), new LegendEntry(2, "b", 0), new LegendEntry(3, "c", 0));
    Vectorizer vectorizer = new Vectorizer(ClassArray.options(3, 0).withLegend(legend));
    List<Feature> features =
        ClassArray.vectorize(vectorizer, ClassRasters.of(raster).withProbabilities(probabilities));
    assertThat(classAt(features, raster, 2, 1)).isEqualTo("1");
    assertThat(classAt(raster.vectorize(vectorizer), raster, 2, 1))
        .as("the longest edge otherwise")
        .isEqualTo("2");
    assertThatThrownBy(
            () ->
                ClassArray.vectorize(
                    new Vectorizer(ClassArray.options(3, 0)),
                    ClassRasters.of(raster).withProbabilities(probabilities)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("3 bands");
  }

  @Test
  void heightsAreThoseOfTheWholeGround() throws IOException {
    ClassArray raster = ClassArray.drawn("1122", "1132");
    ClassArray heights =
        new ClassArray(
            4, 2, ClassArray.metres(), new float[][] {{1, 2, 7, 8, 3, ClassArray.NODATA, 9, 4}});
    Vectorizer vectorizer = new Vectorizer(ClassArray.options(1.5, 0));
    List<Feature> features =
        ClassArray.vectorize(vectorizer, ClassRasters.of(raster).withHeights(heights));
    assertThat(features)
        .extracting(each -> each.attributes().get("mean_height"))
        .containsExactly(2.0, 7.0);
    assertThat(vectorizer.schema("a", ClassArray.metres().crs(), true).fields())
        .extracting(LayerSchema.Field::name)
        .containsExactlyElementsOf(features.get(0).attributes().keySet());
  }

  @Test
  void smoothingRoundsWhatIsSharedAndNothingElse() {
    ClassArray raster = ClassArray.drawn("111111", "111111", "112222", "112222");
    List<Feature> sharp = raster.vectorize(VectorizeOptions.PLAIN);
    List<Feature> round = raster.vectorize(VectorizeOptions.PLAIN.withSmooth(new Length(1.2)));
    assertThat(union(round).norm()).isEqualTo(union(sharp).norm());
    // Between the corner and its curve lies a third of the triangle of 1.2 m.
    double cut = 1.2 * 1.2 / 0.9996 / 0.9996 / 2 / 3;
    assertThat(round.get(1).geometry().getArea()).isCloseTo(8 - cut, within(0.05));
    assertThat(vertices(round)).isEqualTo(vertices(sharp) + 2 * 4);
  }

  /**
   * 400 x 400 pixels, five classes, specks: where simplifying each polygon loses 0.5 % of ground.
   */
  @Test
  void aSceneOfSpecksStaysACoverage() {
    int size = 400;
    ClassArray raster = specks(size);
    List<Feature> before = raster.vectorize(ClassArray.options(0, 0));
    assertThat(before).hasSizeGreaterThan(1000);
    List<Feature> after = raster.vectorize(ClassArray.options(0, 1.5));
    for (List<Feature> features : List.of(before, after)) {
      Geometry[] coverage = features.stream().map(Feature::geometry).toArray(Geometry[]::new);
      assertThat(CoverageValidator.isValid(coverage)).isTrue();
      double sum = Arrays.stream(coverage).mapToDouble(Geometry::getArea).sum();
      assertThat(sum).isCloseTo(size * size, within(1e-6));
      assertThat(CoverageUnion.union(coverage).getArea()).isCloseTo(size * size, within(1e-6));
    }
    // JTS simplifies the same coverage about as far.
    Geometry[] coverage = before.stream().map(Feature::geometry).toArray(Geometry[]::new);
    int theirs =
        Arrays.stream(CoverageSimplifier.simplifyInner(coverage, 1.5))
            .mapToInt(Geometry::getNumPoints)
            .sum();
    assertThat(vertices(after)).isBetween((int) (0.9 * theirs), (int) (1.1 * theirs));
    assertThat(vertices(after)).isLessThan(vertices(before) * 6 / 10);
  }

  /** More pairs of neighbours than any table begins with. */
  @Test
  void aMapOfNothingButSpecksIsMergedWithoutLossOfGround() {
    int size = 500;
    int[] classes = new Random(5).ints(size * size, 0, 6).toArray();
    List<Feature> features = ClassArray.of(size, classes).vectorize(ClassArray.options(4, 0));
    assertThat(features).hasSizeGreaterThan(10_000);
    assertThat(features).allMatch(feature -> feature.geometry().getArea() >= 4);
    double sum = features.stream().mapToDouble(feature -> feature.geometry().getArea()).sum();
    assertThat(sum).isEqualTo(size * size);
  }

  private static ClassArray specks(int size) {
    Random random = new Random(23);
    double[] phase = random.doubles(8, 0, 6.28).toArray();
    int[] classes = new int[size * size];
    for (int i = 0; i < classes.length; i++) {
      double x = i % size / 40.0;
      double y = i / size / 40.0;
      double value =
          Math.sin(x + phase[0])
              + Math.sin(y * 1.3 + phase[1])
              + Math.sin((x + y) * 2.1 + phase[2])
              + Math.sin((x - y) * 3.7 + phase[3]) * 0.5
              + random.nextGaussian() * 0.05;
      classes[i] = (int) Math.max(0, Math.min(4, Math.floor(value + 2.5)));
    }
    return ClassArray.of(size, classes);
  }
}
