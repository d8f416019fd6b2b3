package org.gramscape.canopy.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.gramscape.canopy.MemoryRaster;
import org.gramscape.canopy.MetreSource;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.triangulate.VoronoiDiagramBuilder;

class ZonalHeightsTest {
  private static final int SIDE = 50;
  private static final double LEFT = 680_000;
  private static final double TOP = 5_300_000;
  private static final ZonalHeights STATISTICS =
      new ZonalHeights(List.of(50, 95), List.of(new Length(2), new Length(5.5)));

  private static MetreSource heights(double... values) throws IOException {
    Georeference place = new Georeference(Crs.epsg(32632), GeoTransform.northUp(LEFT, TOP, 1, 1));
    return MetreSource.of(MemoryRaster.of("chm", SIDE, place, values), Optional.empty(), w -> {});
  }

  private static double[] forest(long seed) {
    Random random = new Random(seed);
    double[] heights = new double[SIDE * SIDE];
    Arrays.setAll(
        heights,
        i -> random.nextInt(9) == 0 ? Double.NaN : Math.rint(2000 * random.nextDouble()) / 100);
    return heights;
  }

  private static Geometry box(double left, double top, double right, double bottom) {
    return new GeometryFactory()
        .toGeometry(new Envelope(LEFT + left, LEFT + right, TOP - top, TOP - bottom));
  }

  /** Polygons in memory, and what is written. */
  private record Zones(Crs crs, List<Geometry> polygons, String field) implements VectorSource {
    @Override
    public String name() {
      return "zones.gpkg";
    }

    @Override
    public LayerSchema schema() {
      return new LayerSchema(
          "zones", crs, "Polygon", List.of(new LayerSchema.Field(field, LayerSchema.Type.INTEGER)));
    }

    @Override
    public Stream<Feature> features() {
      List<Feature> features = new ArrayList<>();
      polygons.forEach(p -> features.add(new Feature(p, Map.of(field, (long) features.size()))));
      return features.stream();
    }

    @Override
    public void close() {}
  }

  private static List<Map<String, Object>> describe(
      MetreSource heights, Crs crs, List<Geometry> polygons) throws IOException {
    List<Map<String, Object>> found = new ArrayList<>();
    VectorSink sink =
        new VectorSink() {
          @Override
          public void write(Feature feature) {
            found.add(new LinkedHashMap<>(feature.attributes()));
          }

          @Override
          public void commit() {}

          @Override
          public void close() {}
        };
    STATISTICS.write(heights, new Zones(crs, polygons, "stand"), sink);
    return found;
  }

  @Test
  void figuresByHand() throws Exception {
    double[] values = new double[SIDE * SIDE];
    Arrays.fill(values, 99);
    double[] stand = {0, 2, 2.01, 6, 10, Double.NaN};
    System.arraycopy(stand, 0, values, 0, 3);
    System.arraycopy(stand, 3, values, SIDE, 3);

    Map<String, Object> found =
        describe(heights(values), Crs.epsg(32632), List.of(box(0.4, 0.4, 2.6, 1.6))).get(0);

    assertThat(found.get("stand")).isEqualTo(0L);
    assertThat(found.get("pixels")).isEqualTo(5L);
    assertThat((Double) found.get("known_share")).isCloseTo(5 / 6.0, within(1e-12));
    assertThat((Double) found.get("h_mean")).isCloseTo(20.01 / 5, within(1e-9));
    assertThat(found.get("h_max")).isEqualTo(10.0);
    assertThat(found.get("h_p50")).isEqualTo(2.01);
    assertThat(found.get("h_p95")).isEqualTo(10.0);
    assertThat(found.get("cover_2m")).isEqualTo(0.6);
    assertThat(found.get("cover_5_5m")).isEqualTo(0.4);
    assertThat((Double) found.get("known_m2")).isCloseTo(5, within(0.01));
  }

  @Property(tries = 40)
  void zonesOfAPartitionPoolToTheWhole(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    VoronoiDiagramBuilder voronoi = new VoronoiDiagramBuilder();
    List<Coordinate> sites = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      // On a lattice of half pixels, so that edges run through centres of pixels.
      sites.add(
          new Coordinate(
              LEFT + random.nextInt(2 * SIDE) / 2.0, TOP - random.nextInt(2 * SIDE) / 2.0));
    }
    voronoi.setSites(sites);
    voronoi.setClipEnvelope(box(-3, -3, SIDE + 3, SIDE + 3).getEnvelopeInternal());
    Geometry diagram = voronoi.getDiagram(new GeometryFactory());
    List<Geometry> cells = new ArrayList<>();
    for (int i = 0; i < diagram.getNumGeometries(); i++) {
      cells.add(diagram.getGeometryN(i));
    }
    MetreSource heights = heights(forest(seed));

    List<Map<String, Object>> parts = describe(heights, Crs.epsg(32632), cells);
    Map<String, Object> whole =
        describe(heights, Crs.epsg(32632), List.of(box(-3, -3, SIDE + 3, SIDE + 3))).get(0);

    long pixels = 0;
    double sum = 0;
    double cover = 0;
    double most = 0;
    for (Map<String, Object> part : parts) {
      long count = (Long) part.get("pixels");
      pixels += count;
      if (count > 0) {
        sum += count * (Double) part.get("h_mean");
        cover += count * (Double) part.get("cover_2m");
        most = Math.max(most, (Double) part.get("h_max"));
      }
    }
    assertThat(pixels).isEqualTo(whole.get("pixels"));
    assertThat(sum / pixels).isCloseTo((Double) whole.get("h_mean"), within(1e-9));
    assertThat(cover / pixels).isCloseTo((Double) whole.get("cover_2m"), within(1e-9));
    assertThat(most).isEqualTo(whole.get("h_max"));
  }

  @Property(tries = 40)
  void coverAndTheRestAreOneAndPercentilesRise(@ForAll long seed) {
    Random random = new Random(seed);
    HeightStatistics all = new HeightStatistics();
    HeightStatistics half = new HeightStatistics();
    double above = Math.rint(1000 * random.nextDouble()) / 100;
    long below = 0;
    int count = 1 + random.nextInt(300);
    double[] heights = new double[count];
    for (int i = 0; i < count; i++) {
      heights[i] = Math.rint(1500 * random.nextDouble()) / 100;
      (i % 2 == 0 ? all : half).add(heights[i]);
      below += heights[i] <= above ? 1 : 0;
    }
    all.add(half);
    Arrays.sort(heights);
    assertThat(all.shareAbove(above) + (double) below / count).isCloseTo(1, within(1e-12));
    for (int percent = 0; percent <= 100; percent += 10) {
      int rank = Math.max(1, (int) Math.ceil(percent / 100.0 * count));
      assertThat(all.percentile(percent)).isCloseTo(heights[rank - 1], within(1e-9));
    }
  }

  @Test
  void zonesInAnotherCrsLieOnTheSameGround() throws Exception {
    MetreSource heights = heights(forest(3));
    Crs utm = Crs.epsg(32632);
    Geometry zone = box(7.2, 11.3, 30.4, 41.7);
    Geometry degrees = zone.copy();
    degrees.apply(
        (CoordinateFilter)
            place -> {
              try {
                LonLat there = utm.toLonLat(place.x, place.y);
                place.x = there.longitude();
                place.y = there.latitude();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(describe(heights, Crs.epsg(4326), List.of(degrees)).get(0).get("pixels"))
        .isEqualTo(describe(heights, utm, List.of(zone)).get(0).get("pixels"));
  }

  @Test
  void groundElsewhereHasNoHeightsAndLinesAreNoZones() throws Exception {
    MetreSource heights = heights(forest(3));
    Map<String, Object> away =
        describe(heights, Crs.epsg(32632), List.of(box(900, 900, 950, 950))).get(0);

    assertThat(away.get("pixels")).isEqualTo(0L);
    assertThat(away.get("h_mean")).isNull();
    assertThatThrownBy(
            () -> describe(heights, Crs.epsg(32632), List.of(box(1, 1, 9, 9).getBoundary())))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("polygons are expected");
    Zones taken = new Zones(Crs.epsg(32632), List.of(), "H_MEAN");
    assertThatThrownBy(() -> STATISTICS.schema(taken))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("the zones \"zones.gpkg\" have a field \"H_MEAN\" already");
  }
}
