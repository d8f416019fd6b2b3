package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a scene without labels to a map: clusters, similar places, suggestions, kept features. */
class FewShotTest {
  private static final int SIDE = 256;

  @TempDir static Path folder;
  private static SampleScene sample;
  private static Georeference place;

  @BeforeAll
  static void makeScene() throws IOException {
    sample = SampleScene.generate(5, SIDE, SIDE, folder.resolve("sample"), false);
    try (RasterSource scene = Rasters.open(sample.scene().toString(), Backend.JVM)) {
      place = scene.info().requireGeoreference();
    }
  }

  @Test
  void featuresAreComputedOnceAndGiveTheSameMap() throws IOException {
    Path features = folder.resolve("features.tif");
    String center = place.transform().x(100, 100) + "," + place.transform().y(100, 100);
    CommandRun first = run("suggest", sample.scene(), "first.gpkg", "--features", features);
    assertThat(first.err()).contains("Model gramscape-vitt16", "Features of gramscape-vitt16 from");
    CommandRun second =
        run("similar", sample.scene(), "similar.tif", "--point", center, "--features", features);
    assertThat(second.err()).contains("Features of gramscape-vitt16").doesNotContain("Model ");
    run("cluster", sample.scene(), "clusters.gpkg", "-k", 4, "--features", features);
    run("suggest", sample.scene(), "next.gpkg", "-n", 7, "--features", features, labels());
    run("land-cover", sample.scene(), "a.gpkg", "--raster", "a.tif", labels());
    run(
        "land-cover",
        sample.scene(),
        "b.gpkg",
        "--raster",
        "b.tif",
        "--features",
        features,
        labels());

    assertThat(points("first.gpkg")).hasSize(10);
    assertThat(points("next.gpkg")).hasSize(7);
    assertThat(fields("first.gpkg")).containsExactly("rank", "uncertainty", "predicted", "class");
    assertThat(fields("next.gpkg")).containsExactly("rank", "uncertainty", "predicted", "class");
    assertThat(folder.resolve("clusters.qml")).content().contains("cluster 4");
    assertThat(folder.resolve("clusters.tif")).doesNotExist();
    double[] fresh = samples("a.tif");
    double[] kept = samples("b.tif");
    int same = 0;
    for (int i = 0; i < fresh.length; i++) {
      same += fresh[i] == kept[i] ? 1 : 0;
    }
    // Kept features lie on one grid of patches, those computed anew on one for each tile.
    assertThat((double) same / fresh.length).isGreaterThan(0.9);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".") || name.endsWith(".journal"));
    }

    CommandRun other =
        CommandRun.of("pca", sample.scene(), folder.resolve("x.png"), "--layers", "19");
    assertThat(other.exitCode()).isEqualTo(2);
    CommandRun changed =
        CommandRun.of(
            "cluster",
            sample.scene(),
            folder.resolve("c.tif"),
            "--features",
            features,
            "--layers",
            "0,1",
            "-q");
    assertThat(changed.exitCode()).isEqualTo(3);
    assertThat(changed.err().lines()).hasSize(1);
    assertThat(changed.err()).contains("layers was 11, is 0,1").contains("name another file");
  }

  /** Of a run that was killed after it kept the features, and of a file that was copied in part. */
  @Test
  void whatIsLeftOfKeptFeaturesIsTakenForNothingElse() throws IOException {
    Path features = folder.resolve("kept.tif");
    Path left = folder.resolve(".kept.tif.999999999-1.spool.tif");
    Files.createFile(left);
    run("suggest", sample.scene(), "kept1.gpkg", "--features", features);
    assertThat(left).doesNotExist();
    Files.createFile(left);
    run("suggest", sample.scene(), "kept2.gpkg", "--features", features);
    assertThat(left).doesNotExist();

    byte[] whole = Files.readAllBytes(features);
    for (int length : new int[] {0, 100, whole.length / 2, whole.length - 100}) {
      Path part = folder.resolve("part.tif");
      Files.write(part, Arrays.copyOf(whole, length));
      Path map = folder.resolve("none.tif");
      CommandRun refused =
          CommandRun.of("cluster", sample.scene(), map, "-k", 3, "--features", part, "-q");
      assertThat(refused.exitCode()).as("%d bytes: %s", length, refused.err()).isEqualTo(3);
      assertThat(refused.err()).startsWith("gramscape: " + part);
      assertThat(refused.err().lines()).hasSize(1);
      assertThat(map).doesNotExist();
    }
  }

  @Test
  void aHeadRemembersItsLayers() throws IOException {
    Path head = folder.resolve("stacked.head");
    run("fit", "classes", sample.scene(), head, "--layers", "0,-1", "--raw-tokens", labels());
    run("land-cover", sample.scene(), "stacked.gpkg", "--head", head);
    CommandRun asked =
        CommandRun.of(
            "land-cover",
            sample.scene(),
            folder.resolve("no.gpkg"),
            "--head",
            head,
            "--layers",
            "1");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("remembers its layers");
  }

  /** A file that another run left which was killed is in nobody's way. */
  @Test
  void scenesAreMappedToFindTheirChange() throws IOException {
    Path head = folder.resolve("change.head");
    run("fit", "classes", sample.scene(), head, labels());
    Files.writeString(folder.resolve(".changed.gpkg.before.tif"), "half a map");
    CommandRun change =
        run("change", sample.scene(), sample.scene(), "changed.gpkg", "--head", head);
    assertThat(change.err()).contains("changed.gpkg: 0.0000 of ");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".changed"));
    }
  }

  @Test
  void labelsWithoutCrsAreRefusedUntilItIsSaid() throws Exception {
    Path bare = folder.resolve("bare.gpkg");
    Files.copy(sample.points(), bare);
    forgetCrs(bare);
    Object[] words = {
      "fit",
      "classes",
      sample.scene(),
      folder.resolve("bare.head"),
      "--labels",
      bare,
      "--field",
      "class",
      "-q"
    };
    CommandRun refused = CommandRun.of(words);
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("does not say its CRS", "--label-crs EPSG:CODE");

    CommandRun said =
        CommandRun.of(
            Stream.concat(Stream.of(words), Stream.of("--label-crs", place.crs())).toArray());
    assertThat(said.exitCode()).as(said.err()).isZero();
  }

  private static void forgetCrs(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES"
              + " ('Undefined', -1, 'NONE', -1, 'undefined', NULL)");
      statement.execute("UPDATE gpkg_geometry_columns SET srs_id = -1");
    }
  }

  private static Object[] labels() {
    return new Object[] {"--labels", sample.points(), "--field", "class"};
  }

  /** Runs a command; names of files lie in the folder, and arrays are words of their own. */
  private static CommandRun run(Object... words) {
    Object[] all =
        Stream.of(words)
            .flatMap(word -> word instanceof Object[] more ? Stream.of(more) : Stream.of(word))
            .map(FewShotTest::inFolder)
            .toArray();
    CommandRun run = CommandRun.of(all);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static Object inFolder(Object word) {
    return word instanceof String name && name.matches("\\w+\\.(tif|gpkg)")
        ? folder.resolve(name)
        : word;
  }

  private static List<Feature> points(String name) throws IOException {
    try (VectorSource layer = Vectors.open(folder.resolve(name).toString(), null);
        Stream<Feature> features = layer.features()) {
      return features.toList();
    }
  }

  private static List<String> fields(String name) throws IOException {
    try (VectorSource layer = Vectors.open(folder.resolve(name).toString(), null)) {
      return layer.schema().fields().stream().map(LayerSchema.Field::name).toList();
    }
  }

  private static double[] samples(String name) throws IOException {
    try (RasterSource map = Rasters.open(folder.resolve(name).toString(), Backend.JVM)) {
      PixelBlock block = map.read(map.info().window(), 0);
      return block.samples();
    }
  }
}
