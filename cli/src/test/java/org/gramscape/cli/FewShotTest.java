package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;

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
  void pointsOfSeveralFilesAreThoseOfOne() throws Exception {
    Path features = folder.resolve("several.tif");
    List<Feature> all = read(sample.points());
    List<Feature> some = all.subList(0, all.size() / 2);
    List<Feature> more = all.subList(all.size() / 2, all.size());
    write("some.gpkg", place.crs(), some);
    write("more.gpkg", place.crs(), more);
    write("degrees.gpkg", Crs.epsg(4326), more);
    Object[] first = {"--labels", "some.gpkg"};
    Object[] next = {"--labels", "more.gpkg"};
    Object[] degrees = {"--labels", "degrees.gpkg"};

    run(several("one.head", features, new Object[] {"--labels", sample.points()}));
    run(several("two.head", features, first, next));
    run(several("turned.head", features, next, first));
    run(several("degrees.head", features, first, degrees));

    byte[] one = Files.readAllBytes(folder.resolve("one.head"));
    assertThat(folder.resolve("two.head")).hasBinaryContent(one);
    assertThat(folder.resolve("turned.head")).hasBinaryContent(one);
    for (String head : List.of("one", "degrees")) {
      run(
          "land-cover",
          sample.scene(),
          head + "_cover.gpkg",
          "--raster",
          head + "_cover.tif",
          "--head",
          head + ".head",
          "--features",
          features);
    }
    double[] map = samples("one_cover.tif");
    double[] inDegrees = samples("degrees_cover.tif");
    long same = IntStream.range(0, map.length).filter(i -> map[i] == inDegrees[i]).count();
    assertThat(same).isGreaterThan(map.length * 999L / 1000);
  }

  private static Object[] several(String head, Path features, Object[]... labels) {
    Object[] rest = {"--field", "class", "--features", features};
    return new Object[] {"fit", "classes", sample.scene(), head, labels, rest};
  }

  /** Label what was suggested, ask again with both files, and map with all three. */
  @Test
  void suggestionsAreLabelledRoundByRound() throws Exception {
    Path features = folder.resolve("rounds.tif");
    Object[] known = {"--features", features, "--field", "class"};
    run("suggest", sample.scene(), "round1.gpkg", "-n", 12, "--features", features);
    label("round1.gpkg", "labelled1.gpkg", 12);
    Object[] one = {"--labels", "labelled1.gpkg"};
    run("suggest", sample.scene(), "round2.gpkg", "-n", 12, known, one);
    label("round2.gpkg", "labelled2.gpkg", 6);
    Object[] two = {one, "--labels", "labelled2.gpkg"};
    run("suggest", sample.scene(), "round3.gpkg", "-n", 12, known, two);
    run("land-cover", sample.scene(), "rounds.gpkg", known, two);

    double patch = 16 * 0.3;
    List<Feature> labelled = new ArrayList<>(points("labelled1.gpkg"));
    labelled.addAll(points("labelled2.gpkg").subList(0, 6));
    assertThat(points("round3.gpkg")).hasSize(12);
    for (Feature point : points("round3.gpkg")) {
      assertThat(labelled).allMatch(label -> label.geometry().distance(point.geometry()) >= patch);
    }
    assertThat(points("rounds.gpkg")).isNotEmpty();
  }

  /** Fills in what is true at the first points; the others keep no class. */
  private static void label(String suggested, String labelled, int count) throws IOException {
    List<Feature> all = new ArrayList<>();
    try (RasterSource truth = Rasters.open(sample.classes().toString(), Backend.JVM)) {
      Map<Double, String> names = new HashMap<>();
      ClassLegend.of(truth.info()).forEach(e -> names.put((double) e.value(), e.name()));
      for (Feature point : points(suggested)) {
        Coordinate at = point.geometry().getCoordinate();
        int column = (int) place.transform().column(at.x, at.y);
        int row = (int) place.transform().row(at.x, at.y);
        double value = truth.read(new Window(column, row, 1, 1), 0).samples()[0];
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("class", all.size() < count ? names.get(value) : null);
        all.add(new Feature(point.geometry(), attributes));
      }
    }
    write(labelled, place.crs(), all);
  }

  /** Points of the scene's CRS, in any. */
  private static void write(String name, Crs crs, List<Feature> points) throws IOException {
    LayerSchema schema =
        new LayerSchema(
            "points", crs, "Point", List.of(new LayerSchema.Field("class", LayerSchema.Type.TEXT)));
    try (VectorSink sink = Vectors.create(folder.resolve(name), schema, false)) {
      for (Feature point : points) {
        Coordinate at = point.geometry().getCoordinate();
        double[] there = crs.fromLonLat(place.crs().toLonLat(at.x, at.y));
        Coordinate moved = crs.equals(place.crs()) ? at : new Coordinate(there[0], there[1]);
        sink.write(
            new Feature(point.geometry().getFactory().createPoint(moved), point.attributes()));
      }
      sink.commit();
    }
  }

  @Test
  void labelsWithoutCrsAreRefusedUntilItIsSaid() throws Exception {
    Path bare = BareGeoPackage.of(sample.points(), folder.resolve("bare.gpkg"));
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

    // What is said goes for the file that stands before it.
    write("degrees_too.gpkg", Crs.epsg(4326), read(sample.points()));
    Object[] degrees = {"--labels", "degrees_too.gpkg"};
    Object[] crs = {"--label-crs", place.crs()};
    run("fit", "classes", sample.scene(), "c.head", degrees, labels(bare), crs);
    run("fit", "classes", sample.scene(), "d.head", labels(bare), crs, degrees);
    run("fit", "classes", sample.scene(), "e.head", crs, labels(bare), degrees);
    for (String head : List.of("d.head", "e.head")) {
      assertThat(folder.resolve(head))
          .hasBinaryContent(Files.readAllBytes(folder.resolve("c.head")));
    }
  }

  private static Object[] labels() {
    return labels(sample.points());
  }

  private static Object[] labels(Path file) {
    return new Object[] {"--labels", file, "--field", "class"};
  }

  /** Runs a command; names of files lie in the folder, and arrays are words of their own. */
  private static CommandRun run(Object... words) {
    CommandRun run =
        CommandRun.of(
            Stream.of(words).flatMap(FewShotTest::flat).map(FewShotTest::inFolder).toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static Stream<Object> flat(Object word) {
    return word instanceof Object[] more
        ? Stream.of(more).flatMap(FewShotTest::flat)
        : Stream.of(word);
  }

  private static Object inFolder(Object word) {
    return word instanceof String name && name.matches("\\w+\\.(tif|gpkg|head)")
        ? folder.resolve(name)
        : word;
  }

  private static List<Feature> points(String name) throws IOException {
    return read(folder.resolve(name));
  }

  private static List<Feature> read(Path file) throws IOException {
    try (VectorSource layer = Vectors.open(file.toString(), null);
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
