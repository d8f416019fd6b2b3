package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.vector.Feature;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;

/** What holds for the polygons of every class raster. */
class CoverageProperties {

  /** From salt and pepper to smooth patches, with holes of nodata. */
  @Provide
  Arbitrary<ClassArray> rasters() {
    return Combinators.combine(
            // Rows are kept in words of 64 bits, one of which is the border.
            Arbitraries.oneOf(
                Arbitraries.integers().between(1, 24), Arbitraries.integers().between(60, 68)),
            Arbitraries.integers().between(1, 24),
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(1, 4),
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
      assertShellRunsCounterclockwise((Polygon) polygon);
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
