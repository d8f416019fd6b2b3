package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.vector.Feature;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.LinearComponentExtracter;

/** What holds for the polygons of every class raster. */
class CoverageProperties {

  @Provide
  Arbitrary<ClassArray> rasters() {
    // Rows are kept in words of 64 bits, one of which is the border.
    return rasters(
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 24), Arbitraries.integers().between(60, 68)),
        Arbitraries.integers().between(1, 24),
        4);
  }

  @Provide
  Arbitrary<ClassArray> largeRasters() {
    Arbitrary<Integer> sides =
        Arbitraries.integers().between(1, 300).withDistribution(RandomDistribution.uniform());
    return rasters(sides, sides, 20);
  }

  /** From salt and pepper to smooth patches, with holes of nodata. */
  private static Arbitrary<ClassArray> rasters(
      Arbitrary<Integer> widths, Arbitrary<Integer> heights, int largestPatch) {
    return Combinators.combine(
            widths,
            heights,
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, largestPatch),
            Arbitraries.randoms())
        .as(
            (width, height, classes, patch, random) -> {
              int[] seeds = new int[width * height];
              Arrays.setAll(seeds, i -> random.nextInt(classes + 1));
              int[] values = new int[width * height];
              for (int i = 0; i < values.length; i++) {
                int row = i / width / patch * patch;
                int column = i % width / patch * patch;
                boolean speck = random.nextInt(8) == 0;
                int value = seeds[speck ? i : row * width + column];
                values[i] = value == classes ? ClassArray.NODATA : value;
              }
              return ClassArray.of(width, values);
            });
  }

  @Provide
  Arbitrary<GeoTransform> transforms() {
    return Arbitraries.of(
        new GeoTransform(500_000, 1, 0, 4_000_000, 0, -1),
        new GeoTransform(500_000.3, 0.6, 0, 4_000_000.7, 0, 0.6),
        new GeoTransform(500_000, 0.5, 0.3, 4_000_000, 0.3, -0.7),
        new GeoTransform(500_000, -2, 0, 4_000_000, 0, -1));
  }

  @Property(tries = 600)
  void pixelOutlinesTileTheClassifiedGround(
      @ForAll("rasters") ClassArray raster, @ForAll("transforms") GeoTransform transform) {
    List<Feature> features =
        raster.in(ClassArray.reference(32617, transform)).vectorize(ClassArray.options(0, 0));
    assertIsCoverage(features, raster, transform);
    for (Feature feature : features) {
      assertThat(pixelsInside(feature.geometry(), raster, transform))
          .isEqualTo(Math.round(feature.geometry().getArea() / Math.abs(transform.determinant())));
      assertThat(classesInside(feature.geometry(), raster, transform))
          .containsOnly(((Long) feature.attributes().get("class")).intValue());
    }
  }

  @Property(tries = 1000)
  void simplifiedPolygonsTileTheSameGround(
      @ForAll("rasters") ClassArray raster,
      @ForAll("transforms") GeoTransform transform,
      @ForAll @DoubleRange(min = 0.1, max = 20) double tolerance) {
    ClassArray placed = raster.in(ClassArray.reference(32617, transform));
    List<Feature> features = placed.vectorize(ClassArray.options(0, tolerance));
    assertIsCoverage(features, raster, transform);
    assertThat(features).hasSameSizeAs(placed.vectorize(ClassArray.options(0, 0)));
    assertThat(features).allMatch(feature -> feature.geometry().getArea() > 0);
  }

  @Property(tries = 600)
  void smoothedPolygonsTileTheSameGround(
      @ForAll("rasters") ClassArray raster,
      @ForAll("transforms") GeoTransform transform,
      @ForAll("shapes") VectorizeOptions shape) {
    ClassArray placed = raster.in(ClassArray.reference(32617, transform));
    List<Feature> features = placed.vectorize(shape);
    assertIsCoverage(features, raster, transform);
    assertThat(features)
        .hasSameSizeAs(placed.vectorize(shape.withSimplify(Length.ZERO).withSmooth(Length.ZERO)));
  }

  @Provide
  Arbitrary<VectorizeOptions> shapes() {
    return Combinators.combine(
            Arbitraries.of(Connectivity.values()),
            Arbitraries.doubles().between(0, 30),
            Arbitraries.doubles().between(0, 5),
            Arbitraries.doubles().between(0, 8))
        .as(
            (connectivity, area, simplify, smooth) ->
                ClassArray.options(area < 10 ? 0 : area, simplify < 1 ? 0 : simplify)
                    .withConnectivity(connectivity)
                    .withSmooth(new Length(smooth)));
  }

  @Property(tries = 25)
  void largeOnesTileTheirGround(
      @ForAll("largeRasters") ClassArray raster, @ForAll("shapes") VectorizeOptions shape) {
    assertIsCoverage(raster.vectorize(shape), raster, ClassArray.metres().transform());
  }

  @Property(tries = 25)
  void rasterizedTheyAreTheRasterAgain(
      @ForAll("largeRasters") ClassArray raster, @ForAll Connectivity connectivity) {
    List<Feature> features =
        raster.vectorize(VectorizeOptions.PLAIN.withConnectivity(connectivity));
    assertThat(rasterized(features, raster)).isEqualTo(raster.bands()[0]);
    for (Feature feature : features) {
      assertThat(feature.geometry().getArea()).isEqualTo(Math.rint(feature.geometry().getArea()));
    }
  }

  /** Each row of pixel centres is crossed by outlines; between two crossings is the class. */
  private static float[] rasterized(List<Feature> features, ClassArray raster) {
    float[] classes = new float[raster.width() * raster.height()];
    Arrays.fill(classes, ClassArray.NODATA);
    for (Feature feature : features) {
      TreeMap<Integer, BitSet> crossings = new TreeMap<>();
      for (LineString ring : rings(feature)) {
        Coordinate[] corners = ring.getCoordinates();
        for (int i = 1; i < corners.length; i++) {
          int column = (int) (corners[i].x - 500_000);
          int from = (int) (4_000_000 - Math.max(corners[i - 1].y, corners[i].y));
          int to = (int) (4_000_000 - Math.min(corners[i - 1].y, corners[i].y));
          for (int row = from; row < to; row++) {
            crossings.computeIfAbsent(row, r -> new BitSet()).flip(column);
          }
        }
      }
      float value = (Long) feature.attributes().get("class");
      crossings.forEach(
          (row, columns) -> {
            for (int c = columns.nextSetBit(0); c >= 0; ) {
              int end = columns.nextSetBit(c + 1);
              for (int i = c; i < end; i++) {
                assertThat(classes[row * raster.width() + i]).isEqualTo(ClassArray.NODATA);
                classes[row * raster.width() + i] = value;
              }
              c = columns.nextSetBit(end + 1);
            }
          });
    }
    return classes;
  }

  private static List<LineString> rings(Feature feature) {
    List<LineString> rings = new ArrayList<>();
    feature.geometry().apply(new LinearComponentExtracter(rings));
    return rings;
  }

  @Property(tries = 25)
  void howManyRowsAreReadAtOnceChangesNothing(
      @ForAll("largeRasters") ClassArray raster,
      @ForAll("shapes") VectorizeOptions shape,
      @ForAll @IntRange(min = 1, max = 40) int rows) {
    ClassArray confident = raster.withConfidence(raster.bands()[0]);
    assertThat(confident.vectorize(new Vectorizer(shape, rows)))
        .isEqualTo(confident.vectorize(new Vectorizer(shape)));
  }

  @Property(tries = 300)
  void regionsThatCornersJoinAreThoseThatShareAClassAndTouch(@ForAll("rasters") ClassArray raster) {
    List<Feature> features =
        raster.vectorize(VectorizeOptions.PLAIN.withConnectivity(Connectivity.EIGHT));
    for (Feature a : features) {
      for (Feature b : features) {
        if (a != b && a.attributes().get("class").equals(b.attributes().get("class"))) {
          assertThat(a.geometry().intersects(b.geometry())).isFalse();
        }
      }
      assertThat(a.geometry().buffer(0.01).getNumGeometries()).as("touching").isEqualTo(1);
    }
  }

  @Property(tries = 600)
  void noRegionWithANeighbourIsTooSmall(
      @ForAll("rasters") ClassArray raster, @ForAll @DoubleRange(min = 1, max = 60) double area) {
    List<Feature> features = raster.vectorize(ClassArray.options(area, 0));
    assertIsCoverage(features, raster, ClassArray.metres().transform());
    for (Feature feature : features) {
      boolean alone =
          features.stream()
              .noneMatch(
                  other ->
                      other != feature
                          && other.geometry().intersection(feature.geometry()).getLength() > 0);
      assertThat((double) feature.attributes().get("area_m2"))
          .matches(measured -> alone || measured >= area * 0.9999);
    }
    for (Feature a : features) {
      for (Feature b : features) {
        if (a != b && a.attributes().get("class").equals(b.attributes().get("class"))) {
          assertThat(a.geometry().intersection(b.geometry()).getLength()).isZero();
        }
      }
    }
  }

  @Property(tries = 50)
  void equalInputGivesEqualOutput(@ForAll("rasters") ClassArray raster) {
    VectorizeOptions options = ClassArray.options(9, 3);
    assertThat(raster.vectorize(options)).isEqualTo(raster.vectorize(options));
  }

  private static void assertIsCoverage(
      List<Feature> features, ClassArray raster, GeoTransform transform) {
    Geometry[] coverage = features.stream().map(Feature::geometry).toArray(Geometry[]::new);
    assertThat(CoverageValidator.isValid(coverage)).isTrue();
    double area = 0;
    for (Geometry polygon : coverage) {
      assertThat(polygon.isValid()).as(polygon.toText()).isTrue();
      for (int part = 0; part < polygon.getNumGeometries(); part++) {
        assertShellRunsCounterclockwise((Polygon) polygon.getGeometryN(part));
      }
      area += polygon.getArea();
    }
    int classified = 0;
    for (float value : raster.bands()[0]) {
      classified += value == ClassArray.NODATA ? 0 : 1;
    }
    double ground = classified * Math.abs(transform.determinant());
    assertThat(area).isCloseTo(ground, within(1e-6 * (1 + ground)));
  }

  private static void assertShellRunsCounterclockwise(Polygon polygon) {
    assertThat(Orientation.isCCW(polygon.getExteriorRing().getCoordinateSequence())).isTrue();
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      assertThat(Orientation.isCCW(polygon.getInteriorRingN(i).getCoordinateSequence())).isFalse();
    }
  }

  private static int pixelsInside(Geometry polygon, ClassArray raster, GeoTransform transform) {
    return classesInside(polygon, raster, transform).length;
  }

  /** The classes of the pixels whose centres lie in a polygon. */
  private static int[] classesInside(Geometry polygon, ClassArray raster, GeoTransform transform) {
    IndexedPointInAreaLocator locator = new IndexedPointInAreaLocator(polygon);
    int[] classes = new int[raster.width() * raster.height()];
    int count = 0;
    for (int row = 0; row < raster.height(); row++) {
      for (int column = 0; column < raster.width(); column++) {
        double x = transform.x(column + 0.5, row + 0.5);
        double y = transform.y(column + 0.5, row + 0.5);
        if (locator.locate(new Coordinate(x, y)) == Location.INTERIOR) {
          classes[count++] = raster.classValue(column, row);
        }
      }
    }
    return Arrays.copyOf(classes, count);
  }
}
