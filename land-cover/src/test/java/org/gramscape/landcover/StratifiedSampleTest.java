package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.InvalidVectorException;
import org.junit.jupiter.api.Test;

/** Samples of a map of 60 x 50 pixels: two thirds of it 1, a few pixels 7, the rest 2. */
class StratifiedSampleTest {
  private static final int WIDTH = 60;
  private static final int SIZE = WIDTH * 50;
  private static final Map<String, String> NAMES =
      Map.of("CLASS_1", "forest", "CLASS_2", "water", "CLASS_7", "rock");

  private static MemoryRaster map() throws Exception {
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = i < 5 ? 7 : i < SIZE * 2 / 3 ? 1 : i < SIZE - WIDTH ? 2 : MemoryRaster.NODATA;
    }
    return MemoryRaster.of("map.tif", WIDTH, 0, 2, NAMES, values);
  }

  private static String wkt(int column, int row) {
    return "POINT (" + (400_000 + 2 * (column + 0.5)) + " " + (5_300_000 - 2 * (row + 0.5)) + ")";
  }

  private static AreaAssessment assess(MemoryRaster map, Object... referencesAndPoints)
      throws Exception {
    return AreaAssessment.of(map, MemoryLabels.of(Crs.epsg(32632), referencesAndPoints), "cover");
  }

  @Test
  void rareClassesGetTheLeastAndTheRestGoesByGround() {
    List<Stratum> strata =
        List.of(
            new Stratum(0, "a", 10_000, 6e6),
            new Stratum(1, "b", 10_000, 3e6),
            new Stratum(2, "c", 10_000, 1e5),
            new Stratum(3, "d", 7, 1e3));

    assertThat(StratifiedSample.sizes(strata, 500, 50)).containsExactly(267, 133, 50, 7);
    assertThat(StratifiedSample.sizes(strata, 500, 2)).containsExactly(328, 165, 5, 2);
    assertThat(StratifiedSample.sizes(strata, 100, 50)).containsExactly(25, 25, 25, 7);
    assertThatThrownBy(() -> StratifiedSample.sizes(strata, 7, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 places are too few for 4 classes");
  }

  @Test
  void placesLieOnTheirClassesOnceEach() throws Exception {
    MemoryRaster map = map();
    StratifiedSample sample = StratifiedSample.draw(map, 100, 20, 1);

    assertThat(sample.strata())
        .extracting(Stratum::name)
        .containsExactly("forest", "water", "rock");
    Set<Integer> seen = new HashSet<>();
    int[] counts = new int[8];
    for (int[] place : sample.places()) {
      int pixel = place[1] * WIDTH + place[0];
      assertThat(seen.add(pixel)).isTrue();
      counts[(int) map.values()[pixel]]++;
    }
    assertThat(new int[] {counts[1], counts[2], counts[7]}).isEqualTo(sample.sizes());
    assertThat(counts[7]).as("all there are").isEqualTo(5);
    assertThat(StratifiedSample.draw(map, 100, 20, 1).places())
        .usingRecursiveComparison()
        .isEqualTo(sample.places());
    assertThat(StratifiedSample.draw(map, 100, 20, 2).places().get(0))
        .isNotEqualTo(sample.places().get(0));
  }

  @Test
  void everyPixelOfAClassIsAsLikely() throws Exception {
    int[] drawn = new int[SIZE];
    for (int seed = 0; seed < 400; seed++) {
      for (int[] place : StratifiedSample.draw(map(), 300, 2, seed).places()) {
        drawn[place[1] * WIDTH + place[0]]++;
      }
    }
    int upper = 0;
    int lower = 0;
    for (int i = 5; i < SIZE * 2 / 3; i++) {
      upper += i < SIZE / 3 ? drawn[i] : 0;
      lower += i >= SIZE / 3 ? drawn[i] : 0;
    }
    assertThat(upper / (double) (upper + lower)).isCloseTo(0.4988, within(0.01));
  }

  @Test
  void areasAreThoseOfTheGroundTheSampleSays() throws Exception {
    List<Object> places = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      // Two of ten of what is mapped as forest are water.
      places.add(i < 2 ? "water" : "forest");
      places.add(wkt(10 + i, 10));
      places.add("2");
      places.add(wkt(10 + i, 45));
    }
    for (int i = 0; i < 5; i++) {
      places.add("rock");
      places.add(wkt(i, 0));
    }
    places.add("water");
    places.add(wkt(3, 49));
    places.add("moor");
    places.add(wkt(-4, 20));
    AreaAssessment assessment = assess(map(), places.toArray());

    assertThat(assessment.outside()).as("one on nodata, one beside").isEqualTo(2);
    assertThat(assessment.unmapped()).containsExactly("moor");
    AreaEstimates estimates = assessment.estimates();
    assertThat(estimates.samples()).isEqualTo(25);
    double ground = estimates.squareMetres();
    assertThat(ground).isCloseTo((SIZE - WIDTH) * 4.0, within(0.002 * ground));
    double forest = estimates.classes().get(0).mappedSquareMetres();
    assertThat(estimates.classes().get(0).squareMetres().value())
        .isCloseTo(0.8 * forest, within(1e-6));
    assertThat(estimates.classes().get(2).squareMetres().standardError()).isZero();
  }

  @Test
  void samplesThatTellNothingAreRefused() throws Exception {
    assertThatThrownBy(() -> assess(map(), "water", wkt(-9, 2), "forest", wkt(900, 2)))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("none of the 2 samples")
        .hasMessageContaining("check the CRS");
    assertThatThrownBy(
            () -> assess(map(), "forest", wkt(20, 2), "forest", wkt(21, 2), "water", wkt(3, 45)))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("1 of the samples lies on the class water, which covers 32.0 %")
        .hasMessageContaining("gramscape sample");
    assertThatThrownBy(() -> assess(map(), "forest", "POLYGON ((0 0, 1 0, 1 1, 0 0))"))
        .hasMessageContaining("hold a Polygon; points are expected");
    assertThatThrownBy(() -> assess(map(), "", wkt(20, 2))).hasMessageContaining("fill in");
    MemoryRaster heights = MemoryRaster.of("chm.tif", 2, 0, 1, Map.of(), 0.5, 7);
    assertThatThrownBy(() -> StratifiedSample.draw(heights, 100, 50, 1))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("chm.tif: band 1 holds 0.5");
    MemoryRaster corine = MemoryRaster.of("c.tif", 2, 0, 1, Map.of(), 111, 311);
    assertThatThrownBy(() -> StratifiedSample.draw(corine, 100, 50, 1))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("c.tif: band 1 holds 311, but class values from 0 to 255")
        .hasMessageContaining("gdal_calc.py");
    MemoryRaster empty = MemoryRaster.of("e.tif", 1, 0, 1, Map.of(), MemoryRaster.NODATA);
    assertThatThrownBy(() -> StratifiedSample.draw(empty, 100, 50, 1))
        .hasMessageContaining("no valid pixel");
  }
}
