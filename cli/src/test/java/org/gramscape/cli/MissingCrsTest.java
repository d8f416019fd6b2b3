package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector files that do not say their CRS: refused, with a next step that the command has. */
class MissingCrsTest {
  @TempDir static Path folder;
  private static SampleScene scene;
  private static String crs;

  @BeforeAll
  static void makeInputs() throws Exception {
    scene = SampleScene.generate(1, 256, 256, folder.resolve("scene"), false);
    BareGeoPackage.of(scene.points(), folder.resolve("bare.gpkg"));
    try (RasterSource source = Rasters.open(scene.scene().toString(), Backend.JVM)) {
      crs = source.info().requireGeoreference().crs().toString();
    }
  }

  private static CommandRun run(String line) {
    String words = line.replace("%", scene.scene().getParent() + "/").replace("@", folder + "/");
    return CommandRun.of((Object[]) words.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "similar %scene.tif @no.tif --points @bare.gpkg: --point-crs",
        "evaluate area %classes.tif --samples @bare.gpkg --field class: --sample-crs",
        "zonal %heights.tif @bare.gpkg @no.gpkg: --zone-crs",
        "suggest %scene.tif @no.gpkg --labels @bare.gpkg --field class: --label-crs",
        "evaluate features --classes %scene.tif=@bare.gpkg=class: ",
        "evaluate few-shot %scene.tif @bare.gpkg --field class: ",
        "train-classes demo-classes --model gramscape-vitt16 --out @no --classes"
            + " %scene.tif=@bare.gpkg=class: ",
        "validate @bare.gpkg: "
      })
  void refusesAndSaysWhatToDo(String lineAndOption) {
    String[] parts = lineAndOption.split(": ", -1);
    CommandRun refused = run(parts[0] + " -q");
    assertThat(refused.exitCode()).isEqualTo(3);
    String file = folder.resolve("bare.gpkg").toString();
    String copy =
        "gramscape: %s: it does not say its CRS; if you know which it is, write a copy that says it: ogr2ogr -a_srs EPSG:CODE OUT.gpkg %s"
            .formatted(file, file);
    String option = parts[1].isEmpty() ? "" : "; or say it with " + parts[1] + " EPSG:CODE";
    assertThat(refused.err().strip()).isEqualTo(copy + option);
  }

  @Test
  void whatIsSaidIsAsGoodAsWhatTheFileSays() throws Exception {
    assertThat(run("trees %heights.tif @crowns.gpkg -q").exitCode()).isZero();
    BareGeoPackage.of(folder.resolve("crowns.gpkg"), folder.resolve("bare-crowns.gpkg"));
    String area = "evaluate area %classes.tif --field class --json --samples ";
    CommandRun said = run(area + "@bare.gpkg --sample-crs " + crs);
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).isEqualTo(run(area + "%points.gpkg").out());

    succeeds("zonal %heights.tif @crowns.gpkg @a.gpkg");
    succeeds("zonal %heights.tif @bare-crowns.gpkg @b.gpkg --zone-crs " + crs);
    assertThat(attributes("b.gpkg")).isNotEmpty().isEqualTo(attributes("a.gpkg"));

    String similar = "similar %scene.tif --features @f.tif --points ";
    succeeds(similar + "%points.gpkg @a.tif --point-layer points");
    succeeds(similar + "@bare.gpkg --point-crs " + crs + " @b.tif");
    assertThat(samples("b.tif")).isEqualTo(samples("a.tif"));
  }

  @Test
  void pointsInAWrongCrsAreRefused() {
    String similar = "similar %scene.tif @no.tif -q --points @bare.gpkg --point-crs ";
    CommandRun undefined = run(similar + "EPSG:3035");
    assertThat(undefined.exitCode()).isEqualTo(3);
    assertThat(undefined.err())
        .contains(folder.resolve("bare.gpkg") + ": (", "say the right one with --point-crs");
    CommandRun beside = run(similar + "EPSG:32633");
    assertThat(beside.exitCode()).isEqualTo(3);
    assertThat(beside.err()).contains("lies beside", "compare the points' CRS");
  }

  private static void succeeds(String line) {
    CommandRun run = run(line + " -q");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static List<String> attributes(String file) throws IOException {
    try (VectorSource source = Vectors.open(folder.resolve(file).toString(), null);
        Stream<Feature> features = source.features()) {
      return features.map(each -> each.attributes().toString()).toList();
    }
  }

  private static String samples(String file) throws IOException {
    try (RasterSource source = Rasters.open(folder.resolve(file).toString(), Backend.JVM)) {
      return Arrays.toString(source.read(source.info().window(), 0).samples());
    }
  }
}
