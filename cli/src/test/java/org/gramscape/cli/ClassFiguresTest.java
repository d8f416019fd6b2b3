package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of classes: worth of a fit, comparison with the truth, areas. */
class ClassFiguresTest {
  @TempDir static Path folder;
  private static SampleScene scene;

  @BeforeAll
  static void makeScene() throws IOException {
    scene = SampleScene.generate(5, 300, 300, folder, false);
  }

  private static CommandRun ran(Object... words) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run;
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void aFitTellsWhatItIsWorthOnOtherBlocks() throws IOException {
    Object[] fit = {
      "fit",
      "classes",
      scene.scene(),
      folder.resolve("a.head"),
      "-q",
      "--overwrite",
      "--labels",
      scene.points(),
      "--field",
      "class",
      "--block",
      "40m"
    };
    assertThat(ran(fit).out())
        .containsPattern("Held out in turn, 5 folds of [0-9]+ blocks of 40 m:")
        .contains("Mean F1", "Kappa", "of 100 true places");

    Object[] more = Stream.concat(Stream.of(fit), Stream.of("--json")).toArray();
    JsonNode validation = json(ran(more));
    assertThat(validation.get("by").asText()).isEqualTo("blocks");
    assertThat(validation.get("blockMetres").asDouble()).isEqualTo(40);
    assertThat(validation.at("/scores/kappa").asDouble()).isBetween(0.0, 1.0);
    assertThat(validation.at("/scores/confusion")).hasSameSizeAs(validation.at("/scores/classes"));
  }

  @Test
  void aMapThatIsTheTruthIsRightInEverything() throws IOException {
    Path page = folder.resolve("classes.html");
    JsonNode figures =
        json(
            ran("evaluate", "classes", scene.classes(), scene.classes(), "--json", "--html", page));

    assertThat(figures.get("boundaryF").asDouble()).isEqualTo(1);
    assertThat(figures.get("meanF1").asDouble()).isEqualTo(1);
    assertThat(Files.readString(page)).contains("Where they differ", "Meadow", "Boundary F");
    assertThat(ran("evaluate", "classes", scene.classes(), scene.classes()).out())
        .contains("Borders within 2 cells of each other, F-score 1.000: ");
  }

  @Test
  void areasOfAPerfectMapAreTheMapsOwn() throws IOException {
    Path sample = folder.resolve("sample.gpkg");
    JsonNode drawn = json(ran("sample", scene.classes(), sample, "-n", 120, "--json", "-q"));
    assertThat(drawn.get("places").asInt()).isBetween(60, 120);

    Path answered = folder.resolve("answered.geojson");
    answer(sample, answered);
    Path page = folder.resolve("areas.html");
    JsonNode areas =
        json(
            ran(
                "evaluate",
                "area",
                scene.classes(),
                "--samples",
                answered,
                "--json",
                "--html",
                page));

    assertThat(areas.at("/accuracy/value").asDouble()).isCloseTo(1, within(1e-12));
    for (JsonNode area : areas.get("classes")) {
      assertThat(area.at("/squareMetres/value").asDouble())
          .isCloseTo(area.get("mappedSquareMetres").asDouble(), withinPercentage(1e-9));
    }
    assertThat(Files.readString(page)).contains("Error matrix", "Olofsson");
    assertThat(ran("evaluate", "area", scene.classes(), "--samples", answered).out())
        .contains("Accuracy  1.000 \u00b1 0.000", "producer's");
  }

  /** Looks every place up on the map itself. */
  private static void answer(Path sample, Path output) throws IOException {
    try (RasterSource map = Rasters.open(scene.classes().toString(), Backend.JVM);
        VectorSource places = Vectors.open(sample.toString(), null);
        Stream<Feature> features = places.features();
        VectorSink sink = Vectors.create(output, places.schema(), false)) {
      for (Feature place : (Iterable<Feature>) features::iterator) {
        double x = place.geometry().getCoordinate().x;
        double y = place.geometry().getCoordinate().y;
        var grid = map.info().requireGeoreference().transform();
        int value =
            (int)
                map.read(new Window((int) grid.column(x, y), (int) grid.row(x, y), 1, 1), 0)
                    .samples()[0];
        Map<String, Object> attributes = new LinkedHashMap<>(place.attributes());
        assertThat(attributes.put("reference", name(value, map))).isNull();
        sink.write(new Feature(place.geometry(), attributes));
      }
      sink.commit();
    }
  }

  private static String name(int value, RasterSource map) {
    return ClassLegend.of(map.info()).stream()
        .filter(entry -> entry.value() == value)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static void refused(int code, String message, Object... words) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(code);
  }

  @Test
  void whatCannotBeTold() {
    Path sample = folder.resolve("unanswered.gpkg");
    ran("sample", scene.classes(), sample, "-n", 100, "-q");

    refused(3, "fill in the class", "evaluate", "area", scene.classes(), "--samples", sample);
    refused(
        3,
        "no field \"klass\"",
        "evaluate",
        "area",
        scene.classes(),
        "--samples",
        sample,
        "--field",
        "klass");
    refused(3, "holds", "sample", scene.heights(), folder.resolve("h.gpkg"), "-n", 100);
    refused(3, "holds", "evaluate", "classes", scene.heights(), scene.classes());
    refused(2, "too few", "sample", scene.classes(), folder.resolve("few.gpkg"), "-n", 3);
    refused(1, "--overwrite", "sample", scene.classes(), sample, "-n", 100);
    refused(
        2,
        "do not go with random folds",
        "fit",
        "classes",
        scene.scene(),
        folder.resolve("r.head"),
        "-q",
        "--labels",
        scene.points(),
        "--field",
        "class",
        "--folds",
        "random",
        "--block",
        "9m");
  }
}
