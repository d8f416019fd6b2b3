package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.coverage.CoverageReport;
import org.gramscape.landcover.coverage.Flaw;
import org.gramscape.landcover.vectorize.VectorizeCounts;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;

/** What is made of class rasters, from file to file. */
class PolygonsTest {
  @TempDir static Path folder;
  private static SampleScene scene;

  @BeforeAll
  static void paint() throws Exception {
    scene = SampleScene.generate(5, 256, 256, folder.resolve("scene"), false);
  }

  private static List<Feature> read(Path layer) throws Exception {
    try (VectorSource source = Vectors.open(layer.toString(), null);
        Stream<Feature> features = source.features()) {
      return features.toList();
    }
  }

  private static CommandRun run(Object... words) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void vectorizeValidatesWhatItWrote() throws Exception {
    for (String name : List.of("a.gpkg", "a.fgb", "b.geojson")) {
      Path polygons = folder.resolve(name);
      CommandRun run =
          run(
              "vectorize",
              scene.classes(),
              polygons,
              "--min-area",
              "10m2",
              "--simplify",
              "1m",
              "--smooth",
              "2m",
              "--connectivity",
              8,
              "--heights",
              scene.heights(),
              "--validate");
      assertThat(run.out())
          .contains(" 0 invalid, 0 overlaps, 0 gaps, 0 unmatched borders")
          .doesNotContain(" at (");
      Map<String, Object> tallest =
          read(polygons).stream()
              .map(Feature::attributes)
              .filter(each -> each.get("mean_height") != null)
              .max(
                  (a, b) ->
                      Double.compare((Double) a.get("mean_height"), (Double) b.get("mean_height")))
              .orElseThrow();
      assertThat((Double) tallest.get("mean_height")).isBetween(3.0, 60.0);
      assertThat((Double) tallest.get("perimeter_m")).isPositive();
    }
  }

  @Test
  void mapsTellHeightsAndAreValidatedBeforeTheirRasterGoes() throws Exception {
    List<List<Object>> maps =
        List.of(
            List.of("land-cover", "--labels", scene.points(), "--field", "class"),
            List.of("cluster", "-k", 3));
    for (List<Object> map : maps) {
      Path polygons = folder.resolve(map.get(0) + ".gpkg");
      List<Object> words = new ArrayList<>(List.of(map.get(0), scene.scene(), polygons));
      words.addAll(map.subList(1, map.size()));
      words.addAll(List.of("--heights", scene.heights(), "--validate", "--min-area", "20m2"));
      CommandRun run = run(words.toArray());
      assertThat(run.out())
          .startsWith(polygons + ": ")
          .contains(" 0 invalid, 0 overlaps, 0 gaps, 0 unmatched borders");
      assertThat(read(polygons))
          .extracting(each -> each.attributes().get("mean_height"))
          .anySatisfy(height -> assertThat((Double) height).isBetween(3.0, 60.0));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void jsonOfAMapTellsWhatIsWrongWithItsPolygons() throws Exception {
    Path polygons = folder.resolve("json.gpkg");
    Object[] words = {
      "land-cover", scene.scene(), polygons, "--labels", scene.points(), "--field", "class"
    };
    List<Object> validated = new ArrayList<>(List.of(words));
    validated.addAll(List.of("--json", "--validate"));
    JsonNode coverage = new ObjectMapper().readTree(run(validated.toArray()).out()).get("coverage");
    assertThat(coverage.get("file").asText()).isEqualTo(polygons.toString());
    assertThat(coverage.get("polygons").asInt()).isEqualTo(read(polygons).size());
    assertThat(coverage.get("flaws")).isEmpty();
  }

  @Test
  void flawsAreExitCodeOne() {
    CoverageReport flawed = new CoverageReport(2, List.of(new Flaw(Flaw.Kind.GAP, 1, 2, "3 m2")));
    Path file = Path.of("a.gpkg");
    VectorizeCounts counts = new VectorizeCounts(2, 0, 9, 9);
    assertThat(new ClassPolygons.Drawn(file, counts, Optional.of(flawed)).exitCode()).isEqualTo(1);
    assertThat(new ClassPolygons.Drawn(file, counts, Optional.empty()).exitCode()).isZero();
  }

  @Test
  void validateSaysWhereAndFails() throws Exception {
    Path squares = folder.resolve("squares.gpkg");
    LayerSchema schema = new LayerSchema("squares", Crs.epsg(32632), "Polygon", List.of());
    try (VectorSink sink = Vectors.create(squares, schema, false)) {
      for (int i = 0; i < 3; i++) {
        Envelope box = new Envelope(500_000 + i, 500_001.5 + i, 5_000_000, 5_000_001);
        sink.write(new Feature(new GeometryFactory().toGeometry(box), Map.of()));
      }
      sink.commit();
    }
    CommandRun run = CommandRun.of("validate", squares);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("3 polygons").contains("2 overlaps").contains("500001.25");
    CommandRun asJson = CommandRun.of("validate", squares, "--json");
    assertThat(asJson.exitCode()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(asJson.out());
    assertThat(json.get("flaws").findValuesAsText("kind")).contains("overlap");
  }

  @Test
  void changeFromASceneToItselfIsNone() throws Exception {
    Path none = folder.resolve("none.gpkg");
    CommandRun run = run("change", scene.classes(), scene.classes(), none, "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("changedSquareMetres").asDouble()).isZero();
    assertThat(json.get("squareMetres").asDouble()).isPositive();
    assertThat(read(none)).isEmpty();
  }

  @Test
  void changeOfTwoScenesMapsBothFirst() throws Exception {
    SampleScene other = SampleScene.generate(5, 256, 256, folder.resolve("other"), false);
    Path head = folder.resolve("classes.head");
    run("fit", "classes", scene.scene(), head, "--labels", scene.points(), "--field", "class");
    Path change = folder.resolve("scenes.gpkg");
    CommandRun run =
        run("change", scene.scene(), other.scene(), change, "--head", head, "--unchanged");
    assertThat(run.out()).contains("before").contains("unchanged");
    assertThat(read(change)).isNotEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void objectsAreBuildingsWithRightAngles() throws Exception {
    Path raster = folder.resolve("town.tif");
    int side = 120;
    RasterSpec spec =
        new RasterSpec(
            side,
            side,
            SampleType.UINT8,
            List.of("class"),
            new Georeference(Crs.epsg(32632), GeoTransform.northUp(500_000, 5_000_000, 0.5, 0.5)),
            OptionalDouble.of(255),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of("CLASS_0", "ground", "CLASS_1", "Building"),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, side, side), 1);
    Arrays.fill(block.valid(), true);
    for (int i = 0; i < side * side; i++) {
      double x = i % side - 60;
      double y = i / side - 60;
      double along = x * Math.cos(0.4) + y * Math.sin(0.4);
      double aside = y * Math.cos(0.4) - x * Math.sin(0.4);
      boolean first = Math.abs(along) < 20 && Math.abs(aside + 25) < 11;
      boolean second = Math.abs(along + 5) < 14 && Math.abs(aside - 20) < 9;
      boolean speck = i == 119;
      block.samples()[i] = first || second || speck ? 1 : 0;
    }
    try (RasterSink sink = Rasters.create(raster, spec, false)) {
      sink.write(block);
      sink.commit();
    }
    Path plain = folder.resolve("plain.gpkg");
    assertThat(run("objects", raster, plain, "--class", "building").err()).contains("3 objects");
    Path buildings = folder.resolve("buildings.gpkg");
    run("objects", raster, buildings, "--class", 1, "--min-area", "2m2", "--orthogonal");
    List<Feature> features = read(buildings);
    assertThat(features).hasSize(2);
    for (Feature feature : features) {
      assertThat(feature.attributes()).containsEntry("orthogonal", true);
      assertThat(feature.geometry().getNumPoints()).isEqualTo(5);
    }
    double area = (Double) features.get(0).attributes().get("area_m2");
    assertThat(area).isCloseTo(20 * 11, within(15.0));
    CommandRun wrong = CommandRun.of("objects", raster, folder.resolve("x.gpkg"), "--class", "car");
    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.err()).contains("no class \"car\"; it has ground, Building");
  }
}
