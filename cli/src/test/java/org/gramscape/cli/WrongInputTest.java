package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
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
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input: the right exit code, one line that helps, and nothing written. */
class WrongInputTest {
  @TempDir static Path folder;
  private static SampleScene here;
  private static SampleScene elsewhere;
  private static Path heightHead;

  @BeforeAll
  static void makeInputs() throws IOException {
    here = SampleScene.generate(3, 256, 256, folder.resolve("here"), false);
    elsewhere = SampleScene.generate(40, 256, 256, folder.resolve("elsewhere"), false);
    heightHead = SmallHead.fit(folder);
    Files.writeString(folder.resolve("text.tif"), "This is not a raster.");
    Files.writeString(folder.resolve("exists.tif"), "keep me");
    Files.writeString(
        folder.resolve("one-class.geojson"),
        """
        {"type": "FeatureCollection", "features": [{"type": "Feature",
          "properties": {"class": "Trees"}, "geometry": {"type": "Point", "coordinates": %s}}]}
        """
            .formatted(centre()));
    Path unfilled = folder.resolve("unfilled.gpkg");
    assertThat(CommandRun.of("suggest", here.scene(), unfilled, "-n", 3).exitCode()).isZero();
    Files.writeString(
        folder.resolve("broken.geojson"),
        Files.readString(folder.resolve("one-class.geojson")).replace("]}", "], oh"));
    write("grey.tif", 1, 90);
    write("empty.tif", 3, 0);
    withoutGeoreference();
    Files.createSymbolicLink(folder.resolve("link.tif"), here.scene());
    Files.createSymbolicLink(folder.resolve("link.png"), here.scene());
    Files.copy(here.points(), folder.resolve("labels.gpkg"));
    Files.copy(here.scene(), folder.resolve("x.confidence.tif"));
  }

  private static String centre() throws IOException {
    var place = Crs.epsg(32632).toLonLat(400_000 + 3 * 154 + 77, 5_300_000 - 77);
    return "[" + place.longitude() + ", " + place.latitude() + "]";
  }

  private static void write(String name, int bands, double value) throws IOException {
    Georeference place =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(400_000, 5_300_000, 0.6, 0.6));
    RasterSpec spec =
        new RasterSpec(
            64,
            64,
            SampleType.UINT8,
            List.of("1", "2", "3").subList(0, bands),
            place,
            OptionalDouble.of(0),
            Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, 64, 64), bands);
    Arrays.fill(block.samples(), value);
    try (RasterSink sink = Rasters.create(folder.resolve(name), spec, false)) {
      sink.write(block);
      sink.commit();
    }
  }

  /** The sample with the tags of its georeference renamed. */
  private static void withoutGeoreference() throws IOException {
    byte[] bytes = Files.readAllBytes(here.scene());
    for (int i = 0; i < bytes.length - 12 && i < 4096; i++) {
      int tag = bytes[i] & 255 | (bytes[i + 1] & 255) << 8;
      boolean entry = bytes[i + 2] == 12 || (tag == 34735 && bytes[i + 2] == 3);
      if (entry && (tag == 33550 || tag == 33922 || tag == 34735)) {
        bytes[i + 1] = (byte) 0xfe;
      }
    }
    Files.write(folder.resolve("nowhere.tif"), bytes);
  }

  /** Exit code, what the line must say, and the arguments; @ is the folder. */
  static Stream<List<Object>> cases() {
    String map = "canopy-height %s @out.tif --head @heights.head";
    String cover = "land-cover @here/scene.tif @out.gpkg --field class --labels ";
    return Stream.of(
        List.of(3, "no such file", map.formatted("@missing.tif")),
        List.of(3, "text.tif", map.formatted("@text.tif")),
        List.of(3, "folder", map.formatted("@here")),
        List.of(3, "georeference", map.formatted("@nowhere.tif")),
        List.of(3, "red, green, blue", map.formatted("@grey.tif")),
        List.of(3, "no valid pixel", map.formatted("@empty.tif")),
        List.of(3, "no valid pixel", "pca @empty.tif @out.png"),
        List.of(3, "no file", "canopy-height @here/scene.tif @out.tif --head @none.head"),
        List.of(3, "head", "canopy-height @here/scene.tif @out.tif --head @text.tif"),
        List.of(3, "overlap", "fit height --pair @here/scene.tif=@elsewhere/heights.tif @out.head"),
        List.of(3, "none of the", cover + "@elsewhere/points.gpkg"),
        List.of(3, "add labels of another", cover + "@one-class.geojson"),
        List.of(3, "only Trees", cover + "@one-class.geojson --features @f.tif"),
        List.of(
            3,
            "only Trees",
            "fit classes @here/scene.tif @o --field class --labels @one-class.geojson --features"
                + " @f.tif"),
        List.of(
            3,
            "no field \"x\"",
            "suggest @here/scene.tif @out.gpkg --field x --labels @here/points.gpkg --features"
                + " @f.tif"),
        List.of(
            3,
            "labels of \"@elsewhere/points.gpkg\" lies",
            cover + "@here/points.gpkg --labels @elsewhere/points.gpkg"),
        List.of(
            3,
            "of \"@unfilled.gpkg\" has no value",
            cover + "@here/points.gpkg --labels @unfilled.gpkg"),
        List.of(
            3,
            "\"@unfilled.gpkg, suggestions\" have no field \"x\"",
            "fit classes @here/scene.tif @o --field x --labels @unfilled.gpkg --label-layer"
                + " suggestions"),
        List.of(
            3,
            "has no layer crowns; it has points",
            "similar @here/scene.tif @out.tif --points @here/points.gpkg --point-layer crowns"),
        List.of(3, "@none.gpkg", cover + "@here/points.gpkg --labels @none.gpkg"),
        List.of(3, "@broken.geojson", cover + "@here/points.gpkg --labels @broken.geojson"),
        List.of(
            3,
            "labels \"@labels.gpkg\": (",
            cover + "@here/points.gpkg --labels @labels.gpkg --label-crs EPSG:4326"),
        List.of(
            2, "twice", cover + "@here/points.gpkg --labels @labels.gpkg --labels @labels.gpkg"),
        List.of(2, "--field", "land-cover @here/scene.tif @out.gpkg --labels @a --labels @b"),
        List.of(
            2,
            "--labels",
            "land-cover @here/scene.tif @out.gpkg --field class --label-crs EPSG:4326"),
        List.of(
            3,
            "field",
            "land-cover @here/scene.tif @out.gpkg --field x --labels @here/points.gpkg"),
        List.of(3, ".xyz", cover.replace("gpkg", "xyz") + "@here/points.gpkg"),
        List.of(2, "--labels", "land-cover @here/scene.tif @out.gpkg"),
        List.of(2, "did you mean doctor", "docter @here/scene.tif"),
        List.of(2, "--gsd", map.formatted("@here/scene.tif") + " --gsd 0"),
        List.of(3, "does not overlap", "evaluate height @here/heights.tif @elsewhere/heights.tif"),
        List.of(3, "no sound safetensors", "model info @text.tif"),
        List.of(3, "no sound safetensors", "model import @text.tif mine"),
        List.of(3, "There is no file", "model import @none.pth mine"),
        List.of(3, "no weights", "model import @here mine"),
        List.of(3, "There is no model", "model export none @exported"),
        List.of(1, "exists.tif", "model export gramscape-vitt16 @exists.tif"),
        List.of(3, "There is no model", "model remove none"),
        List.of(3, "built in", "model remove gramscape-vitt16"),
        List.of(3, "There is no model", "bench model --model none"),
        List.of(3, "no sound safetensors", "bench model --model @text.tif"),
        List.of(2, "only one", "bench model --model gramscape-vitt16 --size vits16"),
        List.of(2, "--size vit", "bench model --size vit"),
        List.of(2, "multiple of 16", "bench model --side 100"),
        List.of(2, "--dtype", "model export gramscape-vitt16 @exported --dtype fp8"),
        List.of(3, "OWNER/NAME", "model pull vitl16"),
        List.of(3, "revision", "model pull a/b --revision .."),
        List.of(2, "say what to do", "model"),
        List.of(3, "There is no model", "pca @here/scene.tif @out.png --model none"),
        List.of(1, "--overwrite", "pca @here/scene.tif @exists.tif"),
        List.of(1, "folder", "pca @here/scene.tif @no/where/out.tif"),
        List.of(2, ".png or .tif", "pca @here/scene.tif @out.jpg"),
        List.of(2, "--nonsense", "pca @here/scene.tif @out.tif --nonsense"),
        List.of(3, "no such file", "bench rasters --scene @missing.tif"),
        List.of(3, "1 band;", "bench rasters --scene @grey.tif"),
        List.of(3, "no such file", "vectorize @missing.tif @out.gpkg"),
        List.of(3, "text.tif", "vectorize @text.tif @out.gpkg"),
        List.of(3, "georeference", "vectorize @nowhere.tif @out.gpkg"),
        List.of(3, "3 bands", "vectorize @here/scene.tif @out.gpkg"),
        List.of(3, "whole numbers", "vectorize @here/heights.tif @out.gpkg"),
        List.of(3, ".xyz", "vectorize @grey.tif @out.xyz"),
        List.of(2, "4 neighbours", "vectorize @grey.tif @out.gpkg --connectivity 6"),
        List.of(
            3,
            "no ground in common",
            "vectorize @here/classes.tif @out.gpkg --heights @elsewhere/heights.tif"),
        List.of(
            3,
            "a band for each",
            "vectorize @here/classes.tif @out.gpkg --min-area 9m2 --probabilities"
                + " @here/classes.tif"),
        List.of(
            2,
            "say with --min-area",
            "vectorize @here/classes.tif @out.gpkg --probabilities @here/classes.tif"),
        List.of(2, "not read", "vectorize @grey.tif @out.parquet --validate"),
        List.of(2, "not read", cover.replace("gpkg", "parquet") + "@here/points.gpkg --validate"),
        List.of(2, "out.tif is a raster", "vectorize @grey.tif @out.tif --validate"),
        List.of(
            2,
            "--heights is for polygons",
            cover.replace("gpkg", "tif") + "@here/points.gpkg --heights @here/heights.tif"),
        List.of(2, "--validate is for polygons", "cluster @here/scene.tif @out.tif --validate"),
        List.of(2, "--smooth and --conn", "cluster @here/scene.tif @out.tif --min-area 20m2"),
        List.of(
            3,
            "no ground in common",
            cover + "@here/points.gpkg --heights @elsewhere/heights.tif --features @f.tif"),
        List.of(3, "no such file", cover + "@here/points.gpkg --heights @none.tif"),
        List.of(
            2,
            "input",
            cover + "@here/points.gpkg --heights @grey.tif --raster @grey.tif --overwrite"),
        List.of(3, "no such file", "validate @missing.gpkg"),
        List.of(3, "no such file", "change @here/classes.tif @missing.tif @out.gpkg"),
        List.of(3, "3 bands", "change @here/classes.tif @here/scene.tif @out.gpkg"),
        List.of(3, "georeference", "change @nowhere.tif @here/classes.tif @out.gpkg"),
        List.of(
            3, "no ground in common", "change @here/classes.tif @elsewhere/classes.tif @out.gpkg"),
        List.of(3, "whole numbers", "change @here/classes.tif @here/heights.tif @out.gpkg"),
        List.of(2, "input", "change @here/classes.tif @grey.tif @grey.tif"),
        List.of(3, "no class", "objects @here/classes.tif @out.gpkg --class car"),
        List.of(3, "names no classes", "objects @grey.tif @out.gpkg --class car"),
        List.of(3, "no class \"7\"; it has 90", "objects @grey.tif @out.gpkg --class 7"),
        List.of(3, "georeference", "objects @nowhere.tif @out.gpkg --class 1"),
        List.of(3, "3 bands", "sample @here/scene.tif @out.gpkg -n 600"),
        List.of(3, "3 bands", "evaluate classes @here/scene.tif @here/classes.tif"),
        List.of(3, "3 bands", "evaluate classes @here/classes.tif @here/scene.tif"),
        List.of(3, "3 bands", "validate @here/points.gpkg --classes @here/scene.tif"),
        List.of(
            3,
            "3 bands",
            "train-classes demo-classes --model gramscape-vitt16 --out @run --dry-run --classes"
                + " @here/scene.tif=@here/scene.tif"),
        List.of(
            3,
            "labels \"@here/points.gpkg\" have no field \"x\"",
            "train-classes demo-classes --model gramscape-vitt16 --out @run --dry-run --classes"
                + " @here/scene.tif=@here/points.gpkg=x"),
        List.of(
            3,
            "no polygon of the labels \"@here/points.gpkg\"",
            "train-classes demo-classes --model gramscape-vitt16 --out @run --dry-run --classes"
                + " @here/scene.tif=@here/points.gpkg=class"),
        List.of(
            3,
            "labels \"@here/points.gpkg\" have no field \"x\"",
            "evaluate area @here/classes.tif --samples @here/points.gpkg --field x"),
        List.of(
            3,
            "samples of \"@elsewhere/points.gpkg\" lies",
            "evaluate area @here/classes.tif --samples @elsewhere/points.gpkg --field class"),
        List.of(1, "folder", "vectorize @grey.tif @no/where/out.gpkg"),
        List.of(1, "--overwrite", "vectorize @grey.tif @labels.gpkg"),
        List.of(2, "needs a unit", "vectorize @here/classes.tif @out.gpkg --min-area 50"),
        List.of(2, "length", "vectorize @here/classes.tif @out.gpkg --simplify 5kg"),
        List.of(2, "foo", map.formatted("@here/scene.tif") + " --max-memory foo"),
        List.of(2, "foo", map.formatted("@here/scene.tif") + " --scale foo"),
        List.of(2, "-1", map.formatted("@here/scene.tif") + " --gsd -1"),
        List.of(2, "256", "demo @demo --size 10"),
        List.of(2, ".tif", "canopy-height @here/scene.tif @out.jpg"),
        List.of(2, ".png", map.formatted("@here/scene.tif") + " --quicklook @out.jpg"),
        List.of(2, ".tif", "features @here/scene.tif @out"),
        List.of(2, ".tif", cover + "@here/points.gpkg --raster @classes.png"),
        List.of(2, "percentile", "pca @here/scene.tif @out.tif --scale percentile:98"),
        List.of(2, "Missing", "pca @here/scene.tif"),
        List.of(2, "input", "chm-from-dsm @here/heights.tif @here/heights.tif @here/heights.tif"),
        List.of(3, "overlap", "chm-from-dsm @here/heights.tif @elsewhere/heights.tif @out.tif"),
        List.of(
            2,
            "cubit",
            "chm-from-dsm @here/heights.tif @here/heights.tif @o.tif --height-unit cubit"),
        List.of(
            2, "MAXIMUM", "fit height --pair @here/scene.tif=@here/heights.tif @o --aggregate x"),
        List.of(2, "say what to compare", "evaluate height"),
        List.of(2, "PRED=TRUTH", "evaluate height --pair @here/heights.tif"),
        List.of(
            2,
            "--mask",
            "evaluate height @here/heights.tif @here/heights.tif --protocol open-canopy"),
        List.of(2, "tolan", "evaluate height @here/heights.tif @here/heights.tif --protocol x"),
        List.of(2, "input", "evaluate height @here/heights.tif @p.html --html @p.html"),
        List.of(
            3,
            "\"@here/points.gpkg\" hold a Point; polygons are expected",
            "zonal @here/heights.tif @here/points.gpkg @z.gpkg"),
        List.of(
            2,
            "percentiles",
            "zonal @here/heights.tif @here/points.gpkg @z.gpkg --percentiles 101"),
        List.of(2, "share", "trees @here/heights.tif @t.gpkg --crown-share 2"),
        List.of(3, "georeference", "trees @nowhere.tif @t.gpkg"),
        List.of(2, "two outputs", "trees @here/heights.tif @t.gpkg --tops @t.gpkg"),
        List.of(2, "IMAGE=CHM", "fit height --pair @here/scene.tif @out.head"),
        List.of(2, "BLOCKSIZE", "pca @here/scene.tif @out.tif --co BLOCKSIZE=7"),
        List.of(2, "input", "canopy-height @here/scene.tif @here/scene.tif --overwrite"),
        List.of(2, "input", "canopy-height @link.tif @here/../here/scene.tif --overwrite"),
        List.of(2, "input", "canopy-height @here/scene.tif @link.tif"),
        List.of(2, "input", map.formatted("@here/scene.tif") + " --quicklook @link.png"),
        List.of(2, "2 to 254", "cluster @here/scene.tif @out.tif -k 1"),
        List.of(2, "1 to 1000", "suggest @here/scene.tif @out.gpkg -n 0"),
        List.of(2, "is no X,Y", "similar @here/scene.tif @out.tif --point 7"),
        List.of(2, "--point", "similar @here/scene.tif @out.tif"),
        List.of(3, "lies beside", "similar @here/scene.tif @out.tif --point 1,2"),
        List.of(
            3,
            "none of the",
            "suggest @here/scene.tif @out.gpkg --field class --labels @elsewhere/points.gpkg"),
        List.of(2, "no EPSG code", cover + "@here/points.gpkg --label-crs UTM32"),
        List.of(2, "no CRS with the code", cover + "@here/points.gpkg --label-crs EPSG:999999"),
        List.of(3, "keeps no features", cover + "@here/points.gpkg --features @grey.tif"),
        List.of(2, "input", "cluster @here/scene.tif @grey.tif --features @grey.tif --overwrite"),
        List.of(2, ".tif", "cluster @here/scene.tif @out.tif --features @features.zarr"),
        List.of(2, "no layer 17", "suggest @here/scene.tif @out.gpkg --layers 17"),
        List.of(
            2,
            "remembers its layers",
            map.replace("canopy-height %s @out.tif", "land-cover @here/scene.tif @out.gpkg")
                + " --raw-tokens"),
        List.of(2, "input", "pca @here/scene.tif @./here/scene.tif --overwrite"),
        List.of(2, "input", "features @here/scene.tif @here/scene.tif --overwrite"),
        List.of(2, "input", "vectorize @here/classes.tif @here/classes.tif --overwrite"),
        List.of(2, "input", cover.replace("out", "labels") + "@labels.gpkg --overwrite"),
        List.of(
            2,
            "input",
            cover.replace("out", "labels") + "@here/points.gpkg --labels @labels.gpkg --overwrite"),
        List.of(
            2,
            "input",
            "suggest @here/scene.tif @labels.gpkg --field class --labels @here/points.gpkg"
                + " --labels @labels.gpkg --overwrite"),
        List.of(2, "input", cover + "@labels.gpkg --overwrite --raster @here/scene.tif"),
        List.of(
            2,
            "input",
            cover.replace("here/scene", "x.confidence")
                + "@labels.gpkg --overwrite --raster @x.tif"),
        List.of(
            2,
            "two outputs",
            cover.replace("out.gpkg", "c.confidence.tif") + "@labels.gpkg --raster @c.tif"),
        List.of(
            2,
            "input",
            "fit height --pair @link.tif=@here/heights.tif @here/heights.tif --overwrite"),
        List.of(
            2, "input", "fit classes @link.tif @labels.gpkg --labels @labels.gpkg --field class"),
        List.of(
            2,
            "input",
            "fit classes @link.tif @labels.gpkg --labels @a --labels @labels.gpkg --field class"),
        List.of(4, "not enough memory", map.formatted("@here/scene.tif") + " --max-memory 10M"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysOneLineAndLeavesNothing(List<Object> wrong) throws IOException {
    Map<Path, FileTime> before = files();
    String arguments = ((String) wrong.get(2)).replace("@", folder + "/");
    CommandRun run = CommandRun.of((Object[]) (arguments + " -q").split(" "));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(wrong.get(0));
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("gramscape: ")
        .contains(((String) wrong.get(1)).replace("@", folder + "/"))
        .doesNotContain("%s", "%d", "java.", "Exception");
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(folder.resolve("exists.tif")).hasContent("keep me");
  }

  /** The files, and when each was last written. */
  private static Map<Path, FileTime> files() throws IOException {
    Map<Path, FileTime> written = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        written.put(file, Files.getLastModifiedTime(file));
      }
    }
    return written;
  }
}
