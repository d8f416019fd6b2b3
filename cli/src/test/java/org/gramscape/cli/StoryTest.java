package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.LandCover;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Geometry;

/** What the product is for: a scene in, canopy heights and land-cover polygons out. */
class StoryTest {
  private static final int SIDE = 320;

  @TempDir static Path folder;
  private static SampleScene sample;
  private static Georeference place;

  @BeforeAll
  static void makeScene() throws IOException {
    sample = SampleScene.generate(11, SIDE, SIDE, folder.resolve("sample"), false);
    try (RasterSource scene = Rasters.open(sample.scene().toString(), Backend.JVM)) {
      place = scene.info().requireGeoreference();
    }
  }

  @Test
  void aSceneBecomesAMapOfCanopyHeights() throws IOException {
    Path head = folder.resolve("heights.head");
    Path map = folder.resolve("heights.tif");
    Path picture = folder.resolve("heights.png");
    String pair = sample.scene() + "=" + sample.heights();
    succeed("fit", "height", "--pair", pair, head, "--gsd", 0.6, "-q");
    CommandRun run =
        succeed(
            "canopy-height",
            sample.scene(),
            map,
            "--head",
            head,
            "--tile",
            256,
            "--overlap",
            64,
            "--quicklook",
            picture,
            "--json",
            "--progress",
            "json");

    JsonNode summary = new ObjectMapper().readTree(run.out());
    assertThat(summary.get("tiles").asInt()).isEqualTo(4);
    assertThat(run.err()).startsWith("{\"message\":\"Model gramscape-vitt16: ");
    assertThat(run.err()).contains("\"progress\":1.0");
    try (RasterSource heights = Rasters.open(map.toString(), Backend.JVM)) {
      RasterInfo info = heights.info();
      assertThat(info.requireGeoreference()).isEqualTo(place);
      assertThat(info.width()).isEqualTo(SIDE);
      assertThat(info.bands()).hasSize(2);
      PixelBlock block = heights.read(info.window(), 0, 1);
      for (int i = 0; i < block.samples().length; i++) {
        assertThat(block.valid()[i]).isTrue();
        assertThat(block.samples()[i]).isBetween(0.0, 60.0);
      }
    }
    assertThat(picture).isNotEmptyFile();
    JsonNode scores =
        new ObjectMapper()
            .readTree(succeed("evaluate", "height", map, sample.heights(), "--json").out());
    assertThat(scores.get("r2").asDouble()).isGreaterThan(0.3);
    nothingIsLeftBehind();
  }

  @Test
  void aSceneWithLabelsBecomesAMapOfLandCover() throws IOException {
    Path polygons = folder.resolve("cover.gpkg");
    Path raster = folder.resolve("cover.tif");
    succeed(
        "land-cover",
        sample.scene(),
        polygons,
        "--labels",
        sample.points(),
        "--field",
        "class",
        "--raster",
        raster,
        "--min-area",
        "50m2",
        "--simplify",
        "1m");

    try (VectorSource layer = Vectors.open(polygons.toString(), null);
        Stream<Feature> features = layer.features()) {
      List<Feature> all = features.toList();
      assertThat(layer.schema().crs()).isEqualTo(place.crs());
      assertThat(all).isNotEmpty();
      Geometry[] geometries = all.stream().map(Feature::geometry).toArray(Geometry[]::new);
      assertThat(CoverageValidator.hasInvalidResult(CoverageValidator.validate(geometries)))
          .isFalse();
      double area = all.stream().mapToDouble(f -> (Double) f.attributes().get("area_m2")).sum();
      double pixel = place.groundSampleDistance(SIDE / 2.0, SIDE / 2.0).metres();
      assertThat(area / (SIDE * SIDE * pixel * pixel)).isBetween(0.999, 1.001);
      for (Feature feature : all) {
        assertThat((String) feature.attributes().get("name")).isNotEmpty();
        assertThat((Double) feature.attributes().get("mean_confidence")).isBetween(0.0, 1.0);
      }
    }
    assertThat(folder.resolve("cover.qml")).isNotEmptyFile();
    JsonNode scores =
        new ObjectMapper()
            .readTree(succeed("evaluate", "classes", raster, sample.classes(), "--json").out());
    assertThat(scores.get("accuracy").asDouble()).isGreaterThan(0.6);
    nothingIsLeftBehind();
  }

  @Test
  void probabilitiesOfAllClassesCanBeKept() throws IOException {
    Path cover = folder.resolve("probable.gpkg");
    Path classes = folder.resolve("probable.tif");
    Path probabilities = folder.resolve("probabilities.tif");
    Object[] shape = {"--min-area", "300m2", "--probabilities", probabilities, "-q"};
    succeed(
        Stream.concat(
                Stream.of("land-cover", sample.scene(), cover, "--labels", sample.points()),
                Stream.concat(
                    Stream.of(
                        "--field", "class", "--raster", classes, "--tile", 128, "--overlap", 32),
                    Stream.of(shape)))
            .toArray());

    try (RasterSource map = Rasters.open(classes.toString(), Backend.JVM);
        RasterSource best = Rasters.open(LandCover.confidenceOf(classes).toString(), Backend.JVM);
        RasterSource all = Rasters.open(probabilities.toString(), Backend.JVM)) {
      List<LegendEntry> legend = ClassLegend.of(map.info());
      assertThat(all.info().bands())
          .extracting(BandInfo::description)
          .containsExactlyElementsOf(legend.stream().map(LegendEntry::name).toList());
      assertThat(all.info().bands()).allMatch(band -> band.scale() == 0.01);
      assertThat(all.info().requireGeoreference()).isEqualTo(place);
      int[] bands = IntStream.range(0, legend.size()).toArray();
      PixelBlock shares = all.read(all.info().window(), bands);
      PixelBlock values = map.read(map.info().window(), 0);
      PixelBlock confidence = best.read(map.info().window(), 0);
      int pixels = values.window().size();
      for (int i = 0; i < pixels; i++) {
        double sum = 0;
        for (int c = 0; c < bands.length; c++) {
          double share = shares.samples()[c * pixels + i];
          assertThat(share).isBetween(0.0, confidence.samples()[i]);
          if (legend.get(c).value() == values.samples()[i]) {
            assertThat(share).isEqualTo(confidence.samples()[i]);
          }
          sum += share;
        }
        assertThat(sum).isBetween(100 - bands.length / 2.0, 100 + bands.length / 2.0);
      }
    }
    Path byProbabilities = folder.resolve("by-probabilities.gpkg");
    succeed(
        Stream.concat(Stream.of("vectorize", classes, byProbabilities), Stream.of(shape))
            .toArray());
    Path byEdges = folder.resolve("by-edges.gpkg");
    succeed("vectorize", classes, byEdges, "--min-area", "300m2", "-q");
    assertThat(geometries(cover))
        .isEqualTo(geometries(byEdges))
        .isNotEqualTo(geometries(byProbabilities));
    nothingIsLeftBehind();
  }

  private static List<Geometry> geometries(Path polygons) throws IOException {
    try (VectorSource layer = Vectors.open(polygons.toString(), null);
        Stream<Feature> features = layer.features()) {
      return features.map(Feature::geometry).toList();
    }
  }

  @Test
  void fewCommandsNeedNoHead() throws IOException {
    Path features = folder.resolve("features.tif");
    succeed("features", sample.scene(), features, "--type", "int8", "--tile", 256, "--gsd", 0.6);
    try (RasterSource raster = Rasters.open(features.toString(), Backend.JVM)) {
      assertThat(raster.info().width()).isEqualTo(SIDE / 16);
      assertThat(raster.info().bands().get(0).scale()).isPositive();
      assertThat(raster.info().requireGeoreference())
          .isEqualTo(new Georeference(place.crs(), place.transform().scaled(16, 16)));
    }
    succeed("pca", sample.scene(), folder.resolve("pca.png"), "--tile", 256);
    succeed("pca", sample.scene(), folder.resolve("pca.tif"), "--tile", 256);
    assertThat(succeed("doctor", sample.scene()).out()).contains("=> usable");
    assertThat(succeed("info", sample.scene()).out()).contains("EPSG:32632");
    nothingIsLeftBehind();
  }

  private static CommandRun succeed(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".") || name.endsWith(".journal"));
    }
  }
}
