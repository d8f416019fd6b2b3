package org.gramscape.landcover.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gramscape.landcover.SharedFiles;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class CoverageInspectorTest {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private static CoverageReport inspect(List<Geometry> polygons) throws IOException {
    CoverageInspector inspector = new CoverageInspector();
    polygons.forEach(inspector::add);
    return inspector.report();
  }

  private static Geometry square(double x, double y) {
    return FACTORY.toGeometry(new Envelope(x, x + 1, y, y + 1));
  }

  private static List<Geometry> squares(int side) {
    List<Geometry> squares = new ArrayList<>();
    for (int i = 0; i < side * side; i++) {
      squares.add(square(i % side, i / side));
    }
    return squares;
  }

  @Test
  void squaresThatShareTheirSidesAreACoverage() throws IOException {
    CoverageReport report = inspect(squares(30));
    assertThat(report.isValid()).as(report.flaws().toString()).isTrue();
    assertThat(report.polygons()).isEqualTo(900);
  }

  @Test
  void saysWhereOneIsMissingOrThereTwice() throws IOException {
    List<Geometry> missing = squares(3);
    missing.remove(4);
    assertThat(inspect(missing).flaws())
        .singleElement()
        .matches(flaw -> flaw.kind() == Flaw.Kind.GAP && flaw.x() == 1.5 && flaw.y() == 1.5);

    List<Geometry> twice = squares(3);
    twice.add(square(1, 1));
    assertThat(inspect(twice).flaws())
        .singleElement()
        .matches(flaw -> flaw.kind() == Flaw.Kind.OVERLAP && flaw.x() == 1.5 && flaw.y() == 1.5);
  }

  @Test
  void saysWhereAPolygonIsInvalid() throws IOException {
    Coordinate[] bow = {
      new Coordinate(0, 0),
      new Coordinate(1, 1),
      new Coordinate(1, 0),
      new Coordinate(0, 1),
      new Coordinate(0, 0)
    };
    assertThat(inspect(List.of(FACTORY.createPolygon(bow))).flaws())
        .anyMatch(flaw -> flaw.kind() == Flaw.Kind.INVALID && flaw.x() == 0.5);
  }

  /** Edges come and go in any order; whichever is moved is what is found. */
  @Test
  void findsTheOneThatWasMoved() throws IOException {
    Random random = new Random(3);
    List<Geometry> polygons = squares(60);
    Collections.shuffle(polygons, random);
    assertThat(inspect(polygons).isValid()).isTrue();
    Coordinate[] corners = square(20, 30).getCoordinates();
    polygons.remove(square(20, 30));
    corners[2] = new Coordinate(corners[2].x + 0.25, corners[2].y + 0.25);
    polygons.add(FACTORY.createPolygon(corners));
    CoverageReport report = inspect(polygons);
    assertThat(report.count(Flaw.Kind.OVERLAP)).isPositive();
    assertThat(report.flaws())
        .allMatch(flaw -> Math.abs(flaw.x() - 21) < 1.1 && Math.abs(flaw.y() - 31) < 1.1);
  }

  /** What JTS's own tests call valid and invalid. */
  @Test
  void agreesWithJtsOnItsCases() throws IOException, ParseException {
    JsonNode cases =
        new ObjectMapper()
            .readTree(SharedFiles.file("data/open/vector/jts_coverage_vectors.json").toFile());
    int compared = 0;
    for (JsonNode each : cases) {
      String call = each.get("call").asText();
      String validator = each.get("cls").asText();
      if (!validator.endsWith("ValidatorTest") || call.equals("checkInvalidWithGaps")) {
        continue;
      }
      List<Geometry> polygons = new ArrayList<>();
      JsonNode arguments = each.get("args");
      if (validator.equals("CoverageValidatorTest")) {
        for (JsonNode text : arguments.get(0)) {
          polygons.add(new WKTReader().read(text.asText()));
        }
      } else {
        polygons.add(new WKTReader().read(arguments.get(0).asText()));
        Geometry others = new WKTReader().read(arguments.get(1).asText());
        for (int i = 0; i < others.getNumGeometries(); i++) {
          polygons.add(others.getGeometryN(i));
        }
      }
      // JTS looks at one polygon and those around; that they leave gaps is not its question.
      CoverageReport report = inspect(polygons);
      long flaws = report.flaws().size() - report.count(Flaw.Kind.GAP);
      assertThat(flaws == 0)
          .as(each.get("name") + " " + report.flaws())
          .isEqualTo(call.equals("checkValid"));
      compared++;
    }
    assertThat(compared).isEqualTo(17);
  }

  @Test
  void aGapBetweenThreePolygonsIsFound() throws IOException, ParseException {
    Geometry three =
        new WKTReader()
            .read(
                "MULTIPOLYGON (((1 5, 1 9, 5 9, 5 6, 3 5, 1 5)), ((5 9, 9 9, 9 5, 7 5, 5 6, 5 9)),"
                    + " ((1 1, 1 5, 3 5, 7 5, 9 5, 9 1, 1 1)))");
    List<Geometry> polygons =
        Arrays.asList(three.getGeometryN(0), three.getGeometryN(1), three.getGeometryN(2));
    assertThat(inspect(polygons).flaws())
        .singleElement()
        .matches(flaw -> flaw.kind() == Flaw.Kind.GAP && flaw.what().contains("2.0"));
  }
}
