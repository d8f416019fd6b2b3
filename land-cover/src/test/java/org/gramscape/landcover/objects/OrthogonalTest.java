package org.gramscape.landcover.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.algorithm.Angle;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.union.UnaryUnionOp;

class OrthogonalTest {
  private static final GeometryFactory FACTORY = new GeometryFactory();
  private static final Orthogonal ORTHOGONAL = new Orthogonal(1.5);

  private static Polygon turned(String shape, double degrees) throws Exception {
    Geometry building = new WKTReader().read(shape);
    return (Polygon)
        AffineTransformation.rotationInstance(Math.toRadians(degrees), 0.3, 0.7)
            .transform(building);
  }

  /** The largest outline of the pixels whose centres lie in a shape. */
  private static Polygon pixels(Geometry shape) {
    Envelope box = shape.getEnvelopeInternal();
    List<Geometry> squares = new ArrayList<>();
    for (int y = (int) Math.floor(box.getMinY()); y <= box.getMaxY(); y++) {
      for (int x = (int) Math.floor(box.getMinX()); x <= box.getMaxX(); x++) {
        Coordinate centre = new Coordinate(x + 0.5, y + 0.5);
        if (SimplePointInAreaLocator.locate(centre, shape) != Location.EXTERIOR) {
          squares.add(FACTORY.toGeometry(new Envelope(x, x + 1, y, y + 1)));
        }
      }
    }
    return (Polygon) UnaryUnionOp.union(squares).getGeometryN(0);
  }

  private static void assertRightAngles(Polygon polygon) {
    Coordinate[] c = polygon.getExteriorRing().getCoordinates();
    for (int i = 1; i < c.length; i++) {
      double angle = Angle.angleBetween(c[i - 1], c[i], c[i == c.length - 1 ? 1 : i + 1]);
      assertThat(angle).isCloseTo(Math.PI / 2, within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "10", "22.5", "30", "45", "71"})
  void aTurnedRectangleHasFourCornersAgain(double degrees) throws Exception {
    Polygon building = turned("POLYGON ((0 0, 24 0, 24 13, 0 13, 0 0))", degrees);
    Polygon found = ORTHOGONAL.of(pixels(building)).orElseThrow();
    assertThat(found.getNumPoints()).isEqualTo(5);
    assertRightAngles(found);
    assertThat(found.getArea()).isCloseTo(building.getArea(), within(0.03 * building.getArea()));
    double common = found.intersection(building).getArea();
    assertThat(common).isGreaterThan(0.97 * building.getArea());
  }

  @ParameterizedTest
  @CsvSource({"0", "17", "38", "60"})
  void anAngleOfTwoWingsHasSix(double degrees) throws Exception {
    Polygon building = turned("POLYGON ((0 0, 40 0, 40 14, 15 14, 15 36, 0 36, 0 0))", degrees);
    Polygon found = ORTHOGONAL.of(pixels(building)).orElseThrow();
    assertThat(found.getNumPoints()).isEqualTo(7);
    assertRightAngles(found);
    assertThat(found.intersection(building).getArea()).isGreaterThan(0.97 * building.getArea());
  }

  @Test
  void aCourtStaysACourt() throws Exception {
    Polygon building =
        turned("POLYGON ((0 0, 40 0, 40 30, 0 30, 0 0), (10 10, 30 10, 30 20, 10 20, 10 10))", 25);
    Polygon found = ORTHOGONAL.of(pixels(building)).orElseThrow();
    assertThat(found.getNumInteriorRing()).isEqualTo(1);
    assertThat(found.getArea()).isCloseTo(building.getArea(), within(0.02 * building.getArea()));
  }

  @Test
  void whatIsNothingLikeABuildingStaysAsItIs() throws Exception {
    Polygon triangle = turned("POLYGON ((0 0, 60 0, 30 50, 0 0))", 12);
    assertThat(ORTHOGONAL.of(pixels(triangle))).isEmpty();
  }

  /** Whatever comes in, what comes out is valid and about as large. */
  @Test
  void blobsGiveValidOutlinesOrNone() {
    Random random = new Random(8);
    int squared = 0;
    for (int i = 0; i < 400; i++) {
      List<Geometry> parts = new ArrayList<>();
      for (int k = 0; k < 1 + random.nextInt(12); k++) {
        int x = random.nextInt(12);
        int y = random.nextInt(12);
        parts.add(
            FACTORY.toGeometry(
                new Envelope(x, x + 1 + random.nextInt(9), y, y + 1 + random.nextInt(9))));
      }
      Polygon blob = (Polygon) UnaryUnionOp.union(parts).getGeometryN(0);
      Optional<Polygon> found = ORTHOGONAL.of(blob);
      squared += found.isPresent() ? 1 : 0;
      found.ifPresent(
          polygon -> {
            assertThat(polygon.isValid()).as(blob.toText()).isTrue();
            assertThat(polygon.getArea())
                .isCloseTo(blob.getArea(), within(0.1 * blob.getArea() + 1e-9));
          });
    }
    assertThat(squared).isGreaterThan(200);
  }

  @Test
  void noGroundGoesToTwoObjects() {
    List<Polygon> plain = new ArrayList<>();
    List<Optional<Polygon>> wanted = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      plain.add((Polygon) FACTORY.toGeometry(new Envelope(3 * i, 3 * i + 2, 0, 2)));
      // The third and seventh want to be wider than there is room for.
      double wider = i == 3 || i == 7 ? 1.5 : 0.4;
      wanted.add(
          Optional.of((Polygon) FACTORY.toGeometry(new Envelope(3 * i, 3 * i + 2 + wider, 0, 2))));
    }
    List<Polygon> drawn = Disjoint.of(plain, wanted);
    for (int i = 1; i < 10; i++) {
      assertThat(drawn.get(i).intersection(drawn.get(i - 1)).getArea()).isZero();
    }
    assertThat(drawn.get(3)).isSameAs(plain.get(3));
    assertThat(drawn.get(0)).isSameAs(wanted.get(0).get());
  }
}
