package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.vectorize.VectorizeCounts;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a scene and labels to classes, file to file: three stripes of colour, 64 pixels each. */
class LandCoverTest {
  private static final int STRIPE = 64;
  private static final int WIDTH = 3 * STRIPE;
  private static final int HEIGHT = 96;
  private static final double PIXEL = 0.6;
  private static final double LEFT = 400_000;
  private static final double TOP = 5_300_000;

  /** Rows from here on have no data. */
  private static final int LAST_ROW = 90;

  private static final SceneView VIEW =
      new SceneView(
          Backend.JVM,
          SceneView.DEFAULT.bands(),
          SceneView.DEFAULT.scaling(),
          64,
          32,
          OptionalDouble.empty());

  @TempDir Path folder;
  private Path scene;
  private Crs utm;

  @BeforeEach
  void paintScene() throws IOException {
    utm = Crs.epsg(32632);
    int[][] colors = {{30, 60, 120}, {40, 120, 50}, {170, 160, 150}};
    Random random = new Random(1);
    int size = WIDTH * HEIGHT;
    double[] samples = new double[3 * size];
    for (int i = 0; i < 3 * size; i++) {
      int pixel = i % size;
      int color = colors[pixel % WIDTH / STRIPE][i / size];
      samples[i] = pixel / WIDTH >= LAST_ROW ? 0 : color + random.nextInt(20);
    }
    scene = folder.resolve("scene.tif");
    RasterSpec spec =
        new RasterSpec(
            WIDTH,
            HEIGHT,
            SampleType.UINT8,
            List.of("red", "green", "blue"),
            new Georeference(utm, GeoTransform.northUp(LEFT, TOP, PIXEL, PIXEL)),
            OptionalDouble.of(0),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, WIDTH, HEIGHT), 3);
    System.arraycopy(samples, 0, block.samples(), 0, samples.length);
    try (RasterSink sink = Rasters.create(scene, spec, false)) {
      sink.write(block);
      sink.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void oneLabelAClassMapsTheStripes(ClassMethod method) throws Exception {
    ClassHead head = fit(method, onePointEach());
    Path classes = folder.resolve("classes.tif");

    new LandCover(head, new ColorModel("a"))
        .map(scene.toString(), classes, VIEW, RunOptions.standard(), ProgressListener.NONE);

    try (RasterSource map = Rasters.open(classes.toString(), Backend.JVM);
        RasterSource share =
            Rasters.open(LandCover.confidenceOf(classes).toString(), Backend.JVM)) {
      assertThat(map.info().georeference().orElseThrow().transform())
          .isEqualTo(GeoTransform.northUp(LEFT, TOP, PIXEL, PIXEL));
      assertThat(ClassLegend.of(map.info())).isEqualTo(head.classes());
      assertThat(map.info().colors().orElseThrow().colors()).containsEntry(2, 0x3B82C4);
      assertThat(share.info().bands().get(0).scale()).isEqualTo(0.01);
      PixelBlock values = map.read(map.info().window(), 0);
      PixelBlock percent = share.read(map.info().window(), 0);
      // By name: bare soil, forest, water; in the scene water, forest, bare soil.
      int[] expected = {2, 1, 0};
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        assertThat(values.valid()[i]).isEqualTo(i / WIDTH < LAST_ROW);
        assertThat(percent.valid()[i]).isEqualTo(values.valid()[i]);
        boolean inside = i % STRIPE > 8 && i % STRIPE < STRIPE - 8 && i / WIDTH < LAST_ROW;
        if (inside) {
          assertThat(values.samples()[i]).isEqualTo(expected[i % WIDTH / STRIPE]);
          assertThat(percent.samples()[i]).isBetween(34.0, 100.0);
        }
      }
    }
  }

  @Test
  void polygonsTellClassNameAndConfidence() throws Exception {
    Path classes = folder.resolve("classes.tif");
    new LandCover(fit(ClassMethod.LOGISTIC, onePointEach()), new ColorModel("a"))
        .map(scene.toString(), classes, VIEW, RunOptions.standard(), ProgressListener.NONE);
    Path output = folder.resolve("cover.gpkg");

    VectorizeCounts counts =
        new LandCoverPolygons(
                VectorizeOptions.PLAIN
                    .withMinArea(Area.parse("50m2"))
                    .withSimplify(Length.parse("1m")),
                Backend.JVM)
            .write(classes.toString(), output, false);

    assertThat(counts.polygons()).isEqualTo(3);
    assertThat(folder.resolve("cover.qml")).content().contains("bare soil");
    try (VectorSource layer = Vectors.open(output.toString(), null);
        Stream<Feature> features = layer.features()) {
      assertThat(layer.schema().crs()).isEqualTo(utm);
      double area = 0;
      for (Feature polygon : (Iterable<Feature>) features::iterator) {
        Map<String, Object> attributes = polygon.attributes();
        assertThat(attributes.get("name")).isIn("water", "forest", "bare soil");
        double mean = (double) attributes.get("mean_confidence");
        assertThat((double) attributes.get("min_confidence")).isBetween(0.33, mean);
        assertThat(mean).isBetween(0.33, 1.0);
        area += (double) attributes.get("area_m2");
      }
      double ground = WIDTH * PIXEL * LAST_ROW * PIXEL;
      assertThat(area).isCloseTo(ground, withinPercentage(0.2));
    }
  }

  @Test
  void polygonsOfTheRastersNameLeaveItItsStyle() throws Exception {
    Path classes = folder.resolve("cover.tif");
    new LandCover(fit(ClassMethod.LOGISTIC, onePointEach()), new ColorModel("a"))
        .map(scene.toString(), classes, VIEW, RunOptions.standard(), ProgressListener.NONE);
    String style = Files.readString(folder.resolve("cover.qml"));
    LandCoverPolygons polygons = new LandCoverPolygons(VectorizeOptions.PLAIN, Backend.JVM);

    polygons.write(classes.toString(), folder.resolve("cover.gpkg"), false);

    assertThat(folder.resolve("cover.qml")).hasContent(style);
    Path sameName = folder.resolve("cover.geojson");
    assertThatThrownBy(() -> polygons.write(classes.toString(), sameName, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cover.qml");
    assertThat(sameName).doesNotExist();
  }

  @Test
  void confidenceOfAnotherMapIsRefused() throws Exception {
    Path classes = folder.resolve("classes.tif");
    new LandCover(fit(ClassMethod.LOGISTIC, onePointEach()), new ColorModel("a"))
        .map(scene.toString(), classes, VIEW, RunOptions.standard(), ProgressListener.NONE);
    Path confidence = LandCover.confidenceOf(classes);
    Files.delete(confidence);
    RasterSpec smaller =
        new RasterSpec(
            8,
            8,
            SampleType.UINT8,
            List.of("confidence"),
            new Georeference(utm, GeoTransform.northUp(LEFT, TOP, PIXEL, PIXEL)),
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(confidence, smaller, false)) {
      sink.write(PixelBlock.zeros(new Window(0, 0, 8, 8), 1));
      sink.commit();
    }
    Path output = folder.resolve("cover.gpkg");

    assertThatThrownBy(
            () ->
                new LandCoverPolygons(VectorizeOptions.PLAIN, Backend.JVM)
                    .write(classes.toString(), output, false))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("classes.confidence.tif (8 x 8 px)");
    assertThat(output).doesNotExist();
  }

  @Test
  void classesAreSortedByNameWithNaturalColors() throws Exception {
    ClassHead head = fit(ClassMethod.LOGISTIC, onePointEach());

    assertThat(head.classes())
        .containsExactly(
            new LegendEntry(0, "bare soil", 0xC8A678),
            new LegendEntry(1, "forest", 0x1B7837),
            new LegendEntry(2, "water", 0x3B82C4));
  }

  @Test
  void aFitSaysWhatItIsWorthOnBlocksThatItDidNotSee() throws Exception {
    List<Object> places = new ArrayList<>();
    for (int row = 4; row < 88; row += 4) {
      for (int column = 4; column < WIDTH; column += 4) {
        places.add(List.of("water", "forest", "bare soil").get(column / STRIPE));
        places.add(point(column, row));
      }
    }
    ClassHead head = fit(ClassMethod.LOGISTIC, MemoryLabels.of(utm, places.toArray()));

    ClassValidation validation = head.report().validation();
    assertThat(validation.folds()).isEqualTo(5);
    assertThat(validation.blockMetres()).isEqualTo(4 * 16 * PIXEL);
    assertThat(validation.doubts()).isEmpty();
    assertThat(validation.scores().cells()).isEqualTo(places.size() / 2);
    assertThat(validation.scores().kappa()).isGreaterThan(0.8);
  }

  @Test
  void withTooFewLabelsAFitSaysThatItCannotTell() throws Exception {
    ClassValidation validation = fit(ClassMethod.LOGISTIC, onePointEach()).report().validation();

    assertThat(validation.tells()).isFalse();
    assertThat(validation.doubts()).singleElement().asString().contains("label places that lie");
  }

  @Test
  void classNumbersAreKept() throws Exception {
    ClassHead head =
        fit(ClassMethod.KNN, MemoryLabels.of(utm, 7.0, point(20, 20), 40L, point(90, 40)));

    assertThat(head.classes()).extracting(LegendEntry::value).containsExactly(7, 40);
    assertThat(head.classes()).extracting(LegendEntry::name).containsExactly("7", "40");
  }

  @Test
  void polygonsInAnotherCrsGiveTheirPatches() throws Exception {
    Crs wgs84 = Crs.epsg(4326);
    MemoryLabels labels =
        MemoryLabels.of(
            wgs84,
            "water",
            rectangle(wgs84, 0, 0, 64, 64),
            "forest",
            rectangle(wgs84, 66, 2, 70, 6),
            "forest",
            rectangle(wgs84, 9000, 0, 9010, 10));

    ClassHead head = fit(ClassMethod.SVM, labels);

    assertThat(head.report().samples()).as("16 patches, and one interior point").isEqualTo(17);
    assertThat(head.report().labels()).isEqualTo(2);
    assertThat(head.report().outside()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void aHeadClassifiesTheSameToTheLastBitAfterReading(ClassMethod method) throws Exception {
    ClassHead head = fit(method, onePointEach());
    Path file = folder.resolve("head.safetensors");

    head.write(file, false);
    ClassHead read = ClassHead.read(file);

    assertThat(read.sha256()).isEqualTo(head.sha256());
    assertThat(read.classes()).isEqualTo(head.classes());
    assertThat(read.report())
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(head.report());
    float[] shares = new float[3];
    float[] sharesRead = new float[3];
    Random random = new Random(2);
    assertThat(read.squares()).isEqualTo(ColoredFeatures.SQUARES).isEqualTo(head.squares());
    float[] x = new float[head.standardisation().features()];
    for (int i = 0; i < 20; i++) {
      for (int channel = 0; channel < x.length; channel++) {
        x[channel] = random.nextFloat();
      }
      head.classifier().classify(head.standardisation().apply(x, 0), shares);
      read.classifier().classify(read.standardisation().apply(x, 0), sharesRead);
      assertThat(sharesRead).isEqualTo(shares);
    }
    assertThatThrownBy(() -> head.write(file, false)).isInstanceOf(OutputExistsException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "groundSampleDistance",
        "method",
        "classes",
        "sampleClasses",
        "report",
        "sha256",
        "channels"
      })
  void aHeadThatLacksAPartIsRefused(String part) throws Exception {
    Path file = folder.resolve("head.safetensors");
    fit(ClassMethod.KNN, onePointEach()).write(file, false);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    // Of the same length, as the file tells the length of its header.
    String without = text.replace("\\\"" + part, "\\\"_" + part.substring(1));
    assertThat(without).isNotEqualTo(text);
    Files.writeString(file, without, StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> ClassHead.read(file))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("head.safetensors is damaged");
  }

  @Test
  void refusesAnotherModelAndHeadsOfOtherKinds() throws Exception {
    ClassHead head = fit(ClassMethod.KNN, onePointEach());

    assertThatThrownBy(() -> new LandCover(head, new ColorModel("b")))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("pass --model FILE");
    Path file = folder.resolve("text.safetensors");
    Files.writeString(file, "no head at all");
    assertThatThrownBy(() -> ClassHead.read(file)).isInstanceOf(UnusableWeightsException.class);
  }

  @Test
  void refusesLabelsThatCannotBeUsed() throws Exception {
    assertThatThrownBy(
            () ->
                new ClassFit(ClassMethod.KNN, VIEW, Folding.STANDARD, ColoredFeatures.SQUARES)
                    .fit(scene.toString(), List.of(onePointEach()), "klass", features("a")))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("no field \"klass\"")
        .hasMessageContaining("cover, year");
    refuses(
        MemoryLabels.of(utm, "a", point(-50, 5), "b", point(5, 900)),
        "none of the 2 labels",
        "columns -50 to 5");
    refuses(
        MemoryLabels.of(utm, "a", point(5, 5), "b", point(5, 94)),
        "only those of a",
        "1 places lie on ground without data; add labels of another class");
    refuses(
        MemoryLabels.of(utm, "a", point(5, 5), "a", point(90, 9)),
        "two classes",
        "names only a; add labels of another class");
    refuses(
        MemoryLabels.of(utm, "a", "LINESTRING (0 0, 1 1)", "b", point(5, 5)),
        "LineString",
        "points or polygons");
    refuses(
        MemoryLabels.of(utm, "a", "GEOMETRYCOLLECTION (POINT (0 0))", "b", point(5, 5)),
        "GeometryCollection",
        "points or polygons");
    refuses(
        MemoryLabels.of(utm, "a", "MULTIPOINT (EMPTY)", "b", "MULTIPOINT (EMPTY, (0 0))"),
        "none of the");
  }

  @Test
  void leavesNothingBehindWhenOneOutputExists() throws Exception {
    ClassHead head = fit(ClassMethod.KNN, onePointEach());
    Path classes = folder.resolve("classes.tif");
    Files.writeString(LandCover.confidenceOf(classes), "precious");

    assertThatThrownBy(
            () ->
                new LandCover(head, new ColorModel("a"))
                    .map(
                        scene.toString(),
                        classes,
                        VIEW,
                        RunOptions.standard(),
                        ProgressListener.NONE))
        .isInstanceOf(OutputExistsException.class);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("scene.tif", "classes.confidence.tif");
    assertThat(LandCover.confidenceOf(classes)).hasContent("precious");
  }

  @Test
  void runsWithARealNetwork() throws Exception {
    try (FeatureExtractor model = Models.local().open(Models.standard())) {
      ClassHead head =
          new ClassFit(ClassMethod.LOGISTIC, VIEW, Folding.STANDARD, ColoredFeatures.SQUARES)
              .fit(
                  scene.toString(),
                  List.of(onePointEach()),
                  "cover",
                  new ComputedFeatures(model, Layers.LAST));
      Path classes = folder.resolve("classes.tif");

      new LandCover(head, model)
          .map(scene.toString(), classes, VIEW, RunOptions.standard(), ProgressListener.NONE);

      try (RasterSource map = Rasters.open(classes.toString(), Backend.JVM)) {
        PixelBlock middle = map.read(new Window(24, 40, 1, 1), 0);
        assertThat(middle.samples()).containsExactly(2);
      }
    }
  }

  private void refuses(MemoryLabels labels, String... saying) {
    assertThatThrownBy(() -> fit(ClassMethod.KNN, labels))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContainingAll(saying);
  }

  private ClassHead fit(ClassMethod method, MemoryLabels labels) throws IOException {
    return new ClassFit(method, VIEW, Folding.STANDARD, ColoredFeatures.SQUARES)
        .fit(scene.toString(), List.of(labels), "cover", features("a"));
  }

  private static TileFeatures features(String sha256) {
    return new ComputedFeatures(new ColorModel(sha256), Layers.LAST);
  }

  private MemoryLabels onePointEach() throws Exception {
    return MemoryLabels.of(
        utm, "water", point(30, 40), "forest", point(95, 60), "bare soil", point(165, 20));
  }

  /** A place in the scene's pixels as WKT in its CRS. */
  private static String point(double column, double row) {
    return "POINT (" + (LEFT + column * PIXEL) + " " + (TOP - row * PIXEL) + ")";
  }

  private String rectangle(Crs crs, double left, double top, double right, double bottom)
      throws IOException {
    StringBuilder wkt = new StringBuilder("POLYGON ((");
    double[][] corners = {{left, top}, {right, top}, {right, bottom}, {left, bottom}, {left, top}};
    for (double[] corner : corners) {
      LonLat place = utm.toLonLat(LEFT + corner[0] * PIXEL, TOP - corner[1] * PIXEL);
      double[] there = crs.fromLonLat(place);
      wkt.append(wkt.length() > 10 ? ", " : "").append(there[0]).append(' ').append(there[1]);
    }
    return wkt.append("))").toString();
  }
}
