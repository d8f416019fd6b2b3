package org.gramscape.training.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.ClassScores;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.dense.DenseSource;
import org.gramscape.model.segmentation.ClassLabel;
import org.gramscape.model.segmentation.ClassRecipe;
import org.gramscape.model.ssl.recipe.ClassRecipeReader;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.probe.ClassScene;
import org.gramscape.training.run.DenseRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scene with a pond, which is bright; all else is dark. */
class ClassGroundsTest {
  private static final int SIDE = 128;
  private static final double LEFT = 400_000;
  private static final double TOP = 5_300_000;
  private static final int UTM = 32632;
  private static final List<LegendEntry> LEGEND =
      List.of(new LegendEntry(3, "land", 0x55AA33), new LegendEntry(7, "pond", 0x0000FF));

  @TempDir private Path folder;
  private Path image;

  @BeforeEach
  void paint() throws Exception {
    image =
        write("scene.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> isPond(x, y) ? 200 : 50, List.of());
  }

  private static boolean isPond(double x, double y) {
    return x > LEFT + 40 && x < LEFT + 80 && y < TOP - 24 && y > TOP - 104;
  }

  /** On the image's grid, on a coarser and wider one, and in the CRS of the next zone. */
  @ParameterizedTest
  @CsvSource({"32632, 0, 1, 128", "32632, -10, 2, 80", "32631, 0, 1, 400", "3857, 0, 1, 400"})
  void rastersLieWhereTheyShould(int epsg, double beside, double metres, int side)
      throws Exception {
    Crs own = Crs.epsg(UTM);
    Crs other = Crs.epsg(epsg);
    double[] corner = {LEFT + beside, TOP - beside};
    if (epsg != UTM) {
      corner = other.fromLonLat(own.toLonLat(LEFT, TOP));
      corner = new double[] {corner[0] - 100, corner[1] + 100};
    }
    Path classes =
        write(
            "classes.tif",
            epsg,
            corner[0],
            corner[1],
            metres,
            side,
            (x, y) -> {
              double[] here = own.fromLonLat(other.toLonLat(x, y));
              return isPond(here[0], here[1]) ? 7 : 3;
            },
            LEGEND);
    ClassGrounds grounds = read(new ClassScene(image.toString(), classes.toString(), none()));
    assertThat(grounds.classes())
        .containsExactly(new ClassLabel(3, "land", 0x55AA33), new ClassLabel(7, "pond", 0x0000FF));
    assertThat(agreement(grounds)).isGreaterThan(0.97);
  }

  @Test
  void polygonsInAnotherCrsLieWhereTheyShould() throws Exception {
    Path polygons = geojson(polygon("pond", 40, 24, 80, 104), polygon("land", 0, 0, 30, 128));
    ClassGrounds grounds =
        read(new ClassScene(image.toString(), polygons.toString(), Optional.of("cover")));
    assertThat(grounds.classes()).extracting(ClassLabel::name).containsExactly("land", "pond");
    assertThat(agreement(grounds)).isGreaterThan(0.97);
    double[][] areas = grounds.grounds().areas();
    double land = areas[0][0] + areas[1][0];
    double pond = areas[0][1] + areas[1][1];
    assertThat(pond).isCloseTo(40 * 80 / 1e4, within(0.02));
    assertThat(land).as("what is in no polygon is not known").isCloseTo(0.384, within(0.02));
  }

  @Test
  void whereOneClassIsDrawnAllElseIsOther() throws Exception {
    Path polygons = geojson(polygon("pond", 40, 24, 80, 104));
    ClassGrounds grounds =
        read(new ClassScene(image.toString(), polygons.toString(), Optional.of("cover")));
    assertThat(grounds.classes()).extracting(ClassLabel::name).containsExactly("pond", "other");
    double[] hectares = grounds.grounds().hectares();
    assertThat(hectares[0] + hectares[1]).isCloseTo(SIDE * SIDE / 1e4, within(0.02));
  }

  /** Scenes need not show the same classes, nor number them alike. */
  @Test
  void scenesAreJoinedByTheNamesOfTheirClasses() throws Exception {
    Path one = geojson(polygon("pond", 40, 24, 80, 104), polygon("land", 0, 0, 30, 128));
    Path two = write("b.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> isPond(x, y) ? 7 : 255, LEGEND);
    ClassGrounds grounds =
        read(
            new ClassScene(image.toString(), one.toString(), Optional.of("cover")),
            new ClassScene(image.toString(), two.toString(), none()));
    assertThat(grounds.classes())
        .extracting(ClassLabel::name, ClassLabel::value)
        .containsExactly(tuple("land", 0), tuple("pond", 1));
    assertThat(agreement(grounds)).isGreaterThan(0.97);
    double[][] areas = grounds.grounds().areas();
    assertThat(areas[0][1] + areas[1][1]).isCloseTo(2 * 0.32, within(0.03));
  }

  @Test
  void valuesStayWhereTheyAgree() {
    LegendEntry land = LEGEND.get(0);
    LegendEntry pond = LEGEND.get(1);
    assertThat(Legends.union(List.of(List.of(pond), List.of(land, pond))))
        .containsExactly(land, pond);
    LegendEntry moved = new LegendEntry(3, "pond", 0x0000FF);
    assertThat(Legends.union(List.of(List.of(moved), List.of(land, pond))))
        .extracting(LegendEntry::value)
        .containsExactly(0, 1);
  }

  @Test
  void rareClassesAreDrawnMoreOften() throws Exception {
    Path classes =
        write("c.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> isCorner(x, y) ? 7 : 3, LEGEND);
    ClassScene scene = new ClassScene(image.toString(), classes.toString(), none());
    double alike = share(read(List.of("sampling.balance=0", "validation.share=0.01"), scene));
    double more = share(read(List.of("sampling.balance=1", "validation.share=0.01"), scene));
    assertThat(more).isGreaterThan(3 * alike);
  }

  @Test
  void scoresOnGroundHeldOutAreByClass() throws Exception {
    Path classes = write("d.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> isPond(x, y) ? 7 : 3, LEGEND);
    ClassGrounds grounds =
        read(
            List.of("validation.share=0.9"),
            new ClassScene(image.toString(), classes.toString(), none()));
    ClassScores seen = grounds.scores((shown, height, width) -> said(shown, height * width, 0.5f));
    assertThat(seen.kappa()).isGreaterThan(0.9);
    assertThat(seen.classes())
        .extracting(ClassScores.ClassScore::id, ClassScores.ClassScore::name)
        .containsExactly(tuple(3, "land"), tuple(7, "pond"));
    assertThat(seen.classes()).allMatch(each -> each.f1() > 0.9);
    ClassScores blind = grounds.scores((shown, height, width) -> said(shown, height * width, 2));
    assertThat(blind.kappa()).isZero();
    assertThat(blind.classes().get(1).f1()).isZero();

    DenseRun.Look look = grounds.look((shown, height, width) -> said(shown, height * width, 0.5f));
    assertThat(look.error()).isEqualTo(1 - seen.meanIou());
    assertThat(look.scores())
        .containsEntry("kappa", seen.kappa())
        .containsEntry("iou.7", seen.classes().get(1).iou())
        .containsEntry("f1.7", seen.classes().get(1).f1());
    assertThat(grounds.titles().scores().keySet()).containsAll(look.scores().keySet());
  }

  /** Land where it is darker, pond where it is brighter. */
  private static float[] said(float[] image, int pixels, float limit) {
    float[] said = new float[2 * pixels];
    for (int i = 0; i < pixels; i++) {
      said[pixels + i] = image[i] - limit;
    }
    return said;
  }

  private static boolean isCorner(double x, double y) {
    return x < LEFT + 16 && y > TOP - 16;
  }

  private static double share(ClassGrounds grounds) {
    SplittableRandom random = new SplittableRandom(2);
    double count = 0;
    for (int i = 0; i < 200; i++) {
      for (float truth : grounds.grounds().draw(32, random).truth()) {
        count += truth == 1 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void whatCannotBeLearntFromIsRefused() throws Exception {
    Path floats =
        write("f.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> isPond(x, y) ? 0.5 : 1, List.of());
    assertRefused(floats, none(), "0.5");
    Path away = write("away.tif", UTM, LEFT + 9000, TOP, 1, SIDE, (x, y) -> 3, LEGEND);
    assertRefused(away, none(), "has no class where its image is");
    Path nothing = write("n.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> 255, List.of());
    assertRefused(nothing, none(), "has no class where its image is");
    Path one = write("one.tif", UTM, LEFT, TOP, 1, SIDE, (x, y) -> isPond(x, y) ? 7 : 255, LEGEND);
    assertRefused(one, none(), "one.tif holds only pond; add ground of another class");
    Path whole = geojson(polygon("land", -9, -9, SIDE + 9, SIDE + 9));
    assertRefused(whole, Optional.of("cover"), "two classes are needed");
    Path polygons = geojson(polygon("pond", 40, 24, 80, 104));
    assertRefused(polygons, Optional.of("kind"), "no field \"kind\"");
  }

  private void assertRefused(Path labels, Optional<String> field, String why) {
    assertThatThrownBy(() -> read(new ClassScene(image.toString(), labels.toString(), field)))
        .hasMessageContaining(why);
  }

  /** Share of known pixels of drawn windows whose class is what the image shows. */
  private static double agreement(ClassGrounds grounds) {
    SplittableRandom random = new SplittableRandom(1);
    double known = 0;
    double right = 0;
    for (int i = 0; i < 40; i++) {
      DenseSource.Example example = grounds.grounds().draw(32, random);
      for (int pixel = 0; pixel < 32 * 32; pixel++) {
        if (!Float.isNaN(example.truth()[pixel])) {
          known++;
          boolean bright = example.image().values()[pixel] > 0.5;
          right += example.truth()[pixel] == (bright ? 1 : 0) ? 1 : 0;
        }
      }
    }
    assertThat(known).isPositive();
    return right / known;
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static ClassGrounds read(ClassScene... scenes) throws Exception {
    return read(List.of(), scenes);
  }

  private static ClassGrounds read(List<String> overrides, ClassScene... scenes) throws Exception {
    List<String> all = new ArrayList<>();
    all.add("groundSampleDistance=1");
    all.add("changes.groundSampleDistance=1.2");
    all.add("validation.blockMetres=16");
    all.addAll(overrides);
    ClassRecipe recipe = ClassRecipeReader.read("demo-classes", all);
    return ClassGrounds.read(
        List.of(scenes), SceneView.DEFAULT, recipe, ImageNormalisation.SAT_493M);
  }

  private interface Painter {
    double at(double x, double y) throws Exception;
  }

  private Path write(
      String name,
      int epsg,
      double left,
      double top,
      double metres,
      int side,
      Painter painter,
      List<LegendEntry> legend)
      throws Exception {
    boolean isImage = name.equals("scene.tif");
    int bands = isImage ? 3 : 1;
    RasterSpec spec =
        new RasterSpec(
            side,
            side,
            name.equals("f.tif") ? SampleType.FLOAT32 : SampleType.UINT8,
            isImage ? List.of("red", "green", "blue") : List.of("class"),
            new Georeference(Crs.epsg(epsg), GeoTransform.northUp(left, top, metres, metres)),
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            legend.isEmpty() ? Optional.empty() : Optional.of(ClassLegend.colors(legend)),
            legend.isEmpty() ? Map.of() : ClassLegend.metadata(legend),
            Map.of());
    Path file = folder.resolve(name);
    try (RasterSink sink = Rasters.create(file, spec, true)) {
      PixelBlock block = PixelBlock.zeros(new Window(0, 0, side, side), bands);
      for (int i = 0; i < side * side; i++) {
        double value =
            painter.at(left + (i % side + 0.5) * metres, top - (i / side + 0.5) * metres);
        for (int band = 0; band < bands; band++) {
          block.samples()[band * side * side + i] = value;
        }
      }
      sink.write(block);
      sink.commit();
    }
    return file;
  }

  /** A box of the scene's pixels, in degrees. */
  private static String polygon(String cover, int left, int top, int right, int bottom)
      throws Exception {
    int[][] corners = {{left, top}, {left, bottom}, {right, bottom}, {right, top}, {left, top}};
    StringJoiner ring = new StringJoiner(", ");
    for (int[] corner : corners) {
      LonLat place = Crs.epsg(UTM).toLonLat(LEFT + corner[0], TOP - corner[1]);
      ring.add(String.format(Locale.ROOT, "[%.9f, %.9f]", place.longitude(), place.latitude()));
    }
    return """
    {"type": "Feature", "properties": {"cover": "%s"},
     "geometry": {"type": "Polygon", "coordinates": [[%s]]}}\
    """
        .formatted(cover, ring);
  }

  private Path geojson(String... features) throws Exception {
    Path file = folder.resolve("cover.geojson");
    Files.writeString(
        file,
        "{\"type\": \"FeatureCollection\", \"features\": [" + String.join(",", features) + "]}");
    return file;
  }
}
