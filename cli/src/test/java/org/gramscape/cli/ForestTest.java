package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Geometry;

/** What is made of heights, from file to file. */
class ForestTest {
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
  void crownsAreACoverageAndEachHoldsItsTop() throws Exception {
    Path crowns = folder.resolve("crowns.gpkg");
    Path tops = folder.resolve("tops.gpkg");
    run("trees", scene.heights(), crowns, "--tops", tops, "--min-height", "3m");

    List<Feature> polygons = read(crowns);
    List<Feature> points = read(tops);
    assertThat(polygons).hasSameSizeAs(points).hasSizeGreaterThan(50);
    Geometry[] coverage = polygons.stream().map(Feature::geometry).toArray(Geometry[]::new);
    assertThat(CoverageValidator.isValid(coverage)).isTrue();
    double pixels = 0;
    for (Feature crown : polygons) {
      long tree = (Long) crown.attributes().get("tree");
      Feature top = points.get((int) tree - 1);
      assertThat(top.attributes().get("tree")).isEqualTo(tree);
      assertThat(top.attributes().get("height")).isEqualTo(crown.attributes().get("height"));
      assertThat(crown.geometry().contains(top.geometry())).isTrue();
      // Whole pixels of 0.6 m.
      double count = crown.geometry().getArea() / 0.36;
      assertThat(count).isCloseTo(Math.rint(count), within(1e-6));
      pixels += count;
    }
    assertThat(pixels).isLessThanOrEqualTo(256 * 256);
  }

  @Test
  void zonesKeepTheirAttributesAndCoverIsAShare() throws Exception {
    Path crowns = folder.resolve("zones.gpkg");
    Path out = folder.resolve("zonal.geojson");
    run("trees", scene.heights(), crowns, "--min-height", "5m");
    run("zonal", scene.heights(), crowns, out, "--cover", "2m,10m", "--percentiles", "100");

    List<Feature> zones = read(out);
    assertThat(zones).hasSameSizeAs(read(crowns));
    for (Feature zone : zones) {
      double top = ((Number) zone.attributes().get("height")).doubleValue();
      assertThat(((Number) zone.attributes().get("h_p100")).doubleValue())
          .isCloseTo(top, within(0.011));
      assertThat(((Number) zone.attributes().get("cover_2m")).doubleValue()).isBetween(0.0, 1.0);
      double area = ((Number) zone.attributes().get("known_m2")).doubleValue();
      double pixels = ((Number) zone.attributes().get("pixels")).doubleValue();
      assertThat(area / pixels).isCloseTo(0.36, within(0.002));
    }
  }

  @Test
  void zonesOfAnotherPlaceAreRefusedAndLeaveNothing() throws Exception {
    Path crowns = folder.resolve("moved.gpkg");
    Path out = folder.resolve("nowhere.gpkg");
    run("trees", scene.heights(), crowns, "--min-height", "5m");
    CommandRun run =
        CommandRun.of("zonal", scene.heights(), crowns, out, "--zone-crs", "EPSG:32633");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(Failure.UNUSABLE);
    assertThat(run.err()).contains("moved.gpkg", "--zone-crs");
    assertThat(out).doesNotExist();
  }

  @Test
  void manyMapsAreEvaluatedIntoATableAPageAndErrorMaps() throws Exception {
    Path page = folder.resolve("report.html");
    Path maps = folder.resolve("maps");
    Path other = folder.resolve("other.tif");
    run("chm-from-dsm", scene.heights(), zero(), other);
    String pair = scene.heights() + "=" + scene.heights();
    Object[] words = {
      "evaluate",
      "height",
      "--pair",
      pair,
      "--pair",
      other + "=" + scene.heights(),
      "--block",
      "10m",
      "--html",
      page,
      "--error-maps",
      maps
    };
    CommandRun table = run(words);

    assertThat(table.out()).contains("Pooled:", "other", "True height", "Block R2");
    assertThat(Files.readString(page)).contains("data:image/png;base64", "By true height", "<h3>");
    try (RasterSource errors =
        Rasters.open(maps.resolve("other_errors.tif").toString(), Backend.JVM)) {
      assertThat(errors.info().bands())
          .extracting("description")
          .containsExactly("prediction", "truth", "error");
    }
    JsonNode json =
        new ObjectMapper()
            .readTree(run("evaluate", "height", "--pair", pair, "--pair", pair, "--json").out());
    assertThat(json.path("maps")).hasSize(2);
    assertThat(json.path("protocol").asText()).isEqualTo("standard");
  }

  /** Files of one name in two folders are two maps. */
  @Test
  void mapsOfOneNameHaveTheirOwnRowsAndPictures() throws Exception {
    Path page = folder.resolve("same_names.html");
    List<Object> words = new ArrayList<>(List.of("evaluate", "height"));
    List<String> pairs = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Path map = Files.createDirectories(folder.resolve(name)).resolve("heights.tif");
      Files.copy(scene.heights(), map);
      pairs.add(map + "=" + (name.equals("a") ? scene.heights() : zero()));
      words.addAll(List.of("--pair", pairs.get(pairs.size() - 1)));
    }
    List<Object> withPage = new ArrayList<>(words);
    withPage.addAll(List.of("--html", page));

    assertThat(run(withPage.toArray()).out()).contains(pairs);

    String html = Files.readString(page);
    assertThat(pairs).allMatch(pair -> html.contains("<h3>" + pair + ": RMSE"));
    assertThat(Pattern.compile("base64,[^\"]+").matcher(html).results().map(MatchResult::group))
        .hasSize(6)
        .satisfies(pictures -> assertThat(Set.copyOf(pictures)).hasSize(5));

    words.addAll(List.of("--error-maps", folder.resolve("same_names")));
    CommandRun refused = CommandRun.of(words.toArray());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("heights_errors.tif is named for two outputs");
  }

  /** Bare ground at 0 m: what the scene's heights become less one. */
  private static Path zero() throws Exception {
    Path ground = folder.resolve("ground.tif");
    if (!Files.exists(ground)) {
      try (RasterSource heights = Rasters.open(scene.heights().toString(), Backend.JVM)) {
        var info = heights.info();
        var spec =
            new RasterSpec(
                info.width(),
                info.height(),
                info.sampleType(),
                List.of("ground"),
                info.requireGeoreference(),
                OptionalDouble.empty(),
                RasterSpec.Overviews.NONE,
                Optional.empty(),
                Map.of(),
                Map.of());
        try (var sink = Rasters.create(ground, spec, false)) {
          sink.write(PixelBlock.zeros(info.window(), 1));
          sink.commit();
        }
      }
    }
    return ground;
  }
}
