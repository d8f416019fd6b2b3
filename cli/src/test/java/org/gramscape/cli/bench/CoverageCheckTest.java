package org.gramscape.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class CoverageCheckTest {
  private static final String LEFT = "POLYGON ((0 0, 2 0, 2 1, 2 2, 0 2, 0 0))";
  private static final String UPPER = "POLYGON ((2 1, 4 1, 4 2, 2 2, 2 1))";
  private static final String LOWER =
      "POLYGON ((2 0, 4 0, 4 1, 2 1, 2 0), (3 0.2, 2.5 0.5, 3 0.8, 3 0.2))";
  private static final String ISLAND = "POLYGON ((3 0.2, 3 0.8, 2.5 0.5, 3 0.2))";

  private static CoverageCheck check(String... polygons) {
    CoverageCheck check = new CoverageCheck(new Envelope(0, 4, 0, 2));
    for (String polygon : polygons) {
      try {
        check.add((Polygon) new WKTReader().read(polygon));
      } catch (ParseException e) {
        throw new AssertionError(e);
      }
    }
    return check;
  }

  private static boolean isCoverage(String... polygons) {
    CoverageCheck check = check(polygons);
    return check.isMatched() && check.excessArea() == 0;
  }

  @Test
  void tilesAreACoverage() {
    assertThat(isCoverage(LEFT, UPPER, LOWER, ISLAND)).isTrue();
  }

  @Test
  void aMissingNodeIsNone() {
    assertThat(isCoverage("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))", UPPER, LOWER, ISLAND)).isFalse();
  }

  @Test
  void aGapIsNone() {
    assertThat(isCoverage(LEFT, UPPER, LOWER)).isFalse();
    assertThat(isCoverage(LEFT, LOWER, ISLAND)).isFalse();
  }

  @Test
  void anOverlapIsNone() {
    assertThat(isCoverage(LEFT, UPPER, LOWER, ISLAND, ISLAND)).isFalse();
    assertThat(isCoverage("POLYGON ((0 0, 2.1 0, 2 1, 2 2, 0 2, 0 0))", UPPER, LOWER, ISLAND))
        .isFalse();
  }

  @Test
  void everythingTwiceIsMatchedButOfTwiceTheArea() {
    CoverageCheck check = check(LEFT, UPPER, LOWER, ISLAND, LEFT, UPPER, LOWER, ISLAND);
    assertThat(check.isMatched()).isTrue();
    assertThat(check.excessArea()).isEqualTo(8);
  }
}
