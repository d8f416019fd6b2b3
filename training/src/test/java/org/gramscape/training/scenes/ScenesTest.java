package org.gramscape.training.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.ssl.data.ColourJitter;
import org.gramscape.model.ssl.data.Distortion;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.tiling.ScaleRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenesTest {
  private static final long ALL = 1L << 30;
  private static final int NODATA = 0;

  @TempDir Path folder;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  private interface Paint {
    double at(int band, int row, int column);
  }

  private String write(String name, int width, int height, int bands, SampleType type, Paint paint)
      throws IOException {
    return write(name, 1, width, height, bands, type, paint);
  }

  private String write(
      String name, double metres, int width, int height, int bands, SampleType type, Paint paint)
      throws IOException {
    RasterSpec spec =
        new RasterSpec(
            width,
            height,
            type,
            IntStream.range(0, bands).mapToObj(b -> "band " + b).toList(),
            new Georeference(
                Crs.epsg(32632), GeoTransform.northUp(400_000, 5_300_000, metres, metres)),
            OptionalDouble.of(NODATA),
            Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, width, height), bands);
    for (int i = 0; i < block.samples().length; i++) {
      int pixel = i % (width * height);
      block.samples()[i] = paint.at(i / (width * height), pixel / width, pixel % width);
      block.valid()[i] = block.samples()[i] != NODATA;
    }
    Path file = folder.resolve(name);
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(block);
      sink.commit();
    }
    return file.toString();
  }

  private static SceneSettings settings(int window, double least, double most, long kept) {
    return new SceneSettings(
        Backend.JVM, List.of(), ScaleRule.BITS, window, least, most, 1, 0.5, kept);
  }

  private Scenes open(SceneSettings settings, String... names) throws IOException {
    return Scenes.open(List.of(names), settings, problems::add);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, ALL})
  void aWindowHasTheScenesOwnSamples(long kept) throws IOException {
    String name =
        write("a.tif", 200, 150, 2, SampleType.UINT8, (b, r, c) -> b == 0 ? 1 + r : 1 + c);
    try (Scenes scenes = open(settings(64, 0.5, 2, kept), name)) {
      ImageSource source = scenes.images(new float[2]);
      List<Integer> sides = new ArrayList<>();
      for (int seed = 0; seed < 200; seed++) {
        Image image = source.draw(new SplittableRandom(seed));
        int side = image.width();
        sides.add(side);
        assertThat(image.height()).isEqualTo(side);
        int top = Math.round(255 * image.values()[0]);
        int left = Math.round(255 * image.values()[side * side]);
        for (int i = 0; i < side * side; i++) {
          assertThat(image.values()[i]).isEqualTo((top + i / side) / 255f);
          assertThat(image.values()[side * side + i]).isEqualTo((left + i % side) / 255f);
        }
      }
      assertThat(sides).allMatch(side -> side >= 32 && side <= 128);
      assertThat(sides.stream().filter(side -> side < 64).count()).isBetween(70L, 130L);
    }
  }

  /**
   * Windows of 100 px, of which crops show all: as many times coarser as they have fewer pixels.
   */
  @ParameterizedTest
  @CsvSource({
    // crop, least and most share, least and most factor, expected metres for 0.5 m
    "100, 1, 1, 1, 1, 0.5",
    "50, 1, 1, 1, 1, 1",
    "50, 0.25, 0.25, 1, 1, 0.5",
    "50, 1, 1, 2, 2, 2",
    "100, 1, 1, 0.5, 2, 0.5",
    "100, 0.32, 1, 1, 1, 0.406",
  })
  void measuresWhatABackboneIsShown(
      int size, double least, double most, double minFactor, double maxFactor, double expected)
      throws IOException {
    String name = write("a.tif", 0.5, 300, 300, 1, SampleType.UINT8, (b, r, c) -> 9);
    try (Scenes scenes = open(settings(100, minFactor, maxFactor, ALL), name)) {
      assertThat(scenes.groundSampleDistance(crops(size, least, most)).orElseThrow())
          .isEqualTo(expected, offset(0.03 * expected));
    }
  }

  @Test
  void theLargerGroundOfTwoDistancesCountsAndPicturesDoNot() throws IOException {
    String fine = write("fine.tif", 0.1, 200, 200, 1, SampleType.UINT8, (b, r, c) -> 9);
    String coarse = write("coarse.tif", 2, 260, 260, 1, SampleType.UINT8, (b, r, c) -> 9);
    Path picture = folder.resolve("p.png");
    ImageIO.write(
        new BufferedImage(900, 900, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
    SceneSettings settings = settings(64, 1, 1, ALL);
    try (Scenes both = open(settings, fine, coarse, picture.toString())) {
      assertThat(both.groundSampleDistance(crops(64, 1, 1)).orElseThrow())
          .isEqualTo(2, offset(0.01));
    }
    try (Scenes none = open(settings, picture.toString())) {
      assertThat(none.groundSampleDistance(crops(64, 1, 1))).isEmpty();
    }
  }

  private static Recipe.Crops crops(int size, double least, double most) {
    return new Recipe.Crops(
        new Recipe.Range(least, most),
        new Recipe.Range(0.1, 0.2),
        1,
        false,
        new Distortion(0, new ColourJitter(0, 0, 0, 0), 0, 1, 1, 0),
        false,
        false,
        List.of(new Recipe.Sizes(1, size, size, 0)));
  }

  @Test
  void keptOrReadWhenDrawnMakesNoDifference() throws IOException {
    String first = write("a.tif", 300, 90, 3, SampleType.UINT16, (b, r, c) -> 1 + b + r * 300 + c);
    String second =
        write("b.tif", 40, 500, 3, SampleType.FLOAT32, (b, r, c) -> c > 30 ? 0 : b + r / 500.0);
    SceneSettings kept =
        new SceneSettings(
            Backend.JVM, List.of(), ScaleRule.parse("range:0,9"), 64, 0.5, 2, 0.6, 0.4, ALL);
    SceneSettings read =
        new SceneSettings(
            Backend.JVM, List.of(), ScaleRule.parse("range:0,9"), 64, 0.5, 2, 0.6, 0.4, 0);
    // The survey of scenes that are not kept is a sample, so shares differ unless they are capped.
    try (Scenes one = open(kept, first);
        Scenes other = open(read, first)) {
      same(one, other);
    }
    try (Scenes one = open(kept, second);
        Scenes other = open(read, second)) {
      same(one, other);
    }
  }

  /** It is decoded in two parts. */
  @Test
  void aLargeSceneIsKeptAsItIs() throws IOException {
    String name =
        write(
            "a.tif",
            1000,
            4500,
            1,
            SampleType.UINT8,
            (b, r, c) -> r > 4300 && c < 500 ? NODATA : 1 + (r * 7 + c) % 255);
    try (Scenes one = open(settings(400, 1, 1, ALL), name);
        Scenes other = open(settings(400, 1, 1, 0), name)) {
      assertThat(one.validPixels()).isEqualTo(4_500_000 - 199 * 500);
      same(one, other);
    }
  }

  private static void same(Scenes one, Scenes other) throws IOException {
    float[] means = Arrays.copyOf(new float[] {0.1f, 0.2f, 0.3f}, one.statistics().bands());
    for (int seed = 0; seed < 50; seed++) {
      assertThat(one.images(means).draw(new SplittableRandom(seed)).values())
          .isEqualTo(other.images(means).draw(new SplittableRandom(seed)).values());
    }
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 255", "INT8, 127", "UINT16, 65535", "INT16, 32767", "UINT32, 4294967295"})
  void samplesAreScaledByTheirBits(SampleType type, double white) throws IOException {
    String name =
        write(type + ".tif", 20, 20, 1, type, (b, r, c) -> r < 10 ? white : Math.floor(white / 4));
    try (Scenes scenes = open(settings(20, 1, 1, ALL), name)) {
      float[] values = scenes.images(new float[1]).draw(new SplittableRandom(1)).values();
      assertThat(values[0]).isEqualTo(1);
      assertThat(values[399]).isEqualTo((float) (Math.floor(white / 4) / white), offset(1e-6f));
    }
  }

  @Test
  void smallScenesAreTakenWholeAndMirroredUpToTheLeastWindow() throws IOException {
    String name = write("a.tif", 12, 10, 1, SampleType.UINT8, (b, r, c) -> 1 + 20 * r + c);
    try (Scenes scenes = open(settings(64, 0.25, 2, ALL), name)) {
      Image image = scenes.images(new float[1]).draw(new SplittableRandom(3));
      assertThat(image.width()).isEqualTo(16);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          int row = y < 10 ? y : 18 - y;
          int column = x < 12 ? x : 22 - x;
          assertThat(image.values()[y * 16 + x]).isEqualTo((1 + 20 * row + column) / 255f);
        }
      }
    }
  }

  @Test
  void invalidSamplesAreTheMeanAndMostlyInvalidWindowsAreNotDrawn() throws IOException {
    String name =
        write("a.tif", 300, 300, 1, SampleType.UINT8, (b, r, c) -> c < 200 ? NODATA : 200);
    for (long kept : new long[] {0, ALL}) {
      try (Scenes scenes = open(settings(50, 1, 1, kept), name)) {
        for (int seed = 0; seed < 50; seed++) {
          float[] values =
              scenes.images(new float[] {0.25f}).draw(new SplittableRandom(seed)).values();
          int valid = 0;
          for (float value : values) {
            assertThat(value).isIn(0.25f, 200 / 255f);
            valid += value == 0.25f ? 0 : 1;
          }
          assertThat(valid).isGreaterThanOrEqualTo(50 * 50 / 2);
        }
      }
    }
  }

  @Test
  void whenNoWindowIsValidEnoughTheSettingIsNamed() throws IOException {
    String name = write("a.tif", 60, 60, 1, SampleType.UINT8, (b, r, c) -> r % 3 == 0 ? 9 : NODATA);
    try (Scenes scenes = open(settings(30, 1, 1, ALL), name)) {
      assertThatThrownBy(() -> scenes.images(new float[1]).draw(new SplittableRandom(1)))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContainingAll("less than 0.500 of each was valid", "--least-valid");
    }
  }

  @Test
  void scenesAreDrawnByTheirValidPixels() throws IOException {
    String small = write("a.tif", 100, 100, 1, SampleType.UINT8, (b, r, c) -> 50);
    String large =
        write("b.tif", 200, 200, 1, SampleType.UINT8, (b, r, c) -> r < 100 ? NODATA : 100);
    try (Scenes scenes = open(settings(16, 1, 1, ALL), small, large)) {
      assertThat(scenes.validPixels()).isEqualTo(30_000);
      int fromSmall = 0;
      for (int seed = 0; seed < 900; seed++) {
        Image image = scenes.images(new float[] {1}).draw(new SplittableRandom(seed));
        fromSmall += image.values()[0] == 50 / 255f ? 1 : 0;
      }
      // Half of the large one's windows are tried again there.
      assertThat(fromSmall).isBetween(250, 350);
      assertThat(scenes.statistics().mean()[0]).isEqualTo((50 + 2 * 100) / 3f / 255, offset(1e-5f));
      assertThat(scenes.statistics().standardDeviation()[0])
          .isEqualTo((float) Math.sqrt(2) * 50 / 3 / 255, offset(1e-5f));
    }
  }

  @Test
  void differentBandCountsAreRefusedUnlessBandsAreChosen() throws IOException {
    String three = write("three.tif", 30, 30, 3, SampleType.UINT8, (b, r, c) -> 1 + b);
    String four = write("four.tif", 30, 30, 4, SampleType.UINT8, (b, r, c) -> 11 + b);
    assertThatThrownBy(() -> open(settings(16, 1, 1, ALL), three, four))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContainingAll(three + " has 3 bands", four + " has 4", "--bands 1,2,3");
    SceneSettings chosen =
        new SceneSettings(Backend.JVM, List.of(2, 0), ScaleRule.BITS, 16, 1, 1, 1, 0.5, ALL);
    try (Scenes scenes = open(chosen, three, four)) {
      float[] values = scenes.images(new float[2]).draw(new SplittableRandom(2)).values();
      assertThat(values[0] - values[256]).isEqualTo(2 / 255f, offset(1e-6f));
      assertThatThrownBy(() -> scenes.images(new float[3]))
          .hasMessageContainingAll("2 band(s)", "normalises 3", "--measure-bands");
    }
  }

  @Test
  void aSceneThatBreaksIsSkippedAndNamedOnceAndChangesNothingElse() throws IOException {
    String good = write("good.tif", 600, 600, 1, SampleType.UINT8, (b, r, c) -> 1 + (r + c) % 200);
    String bad =
        write("bad.tif", 600, 600, 1, SampleType.UINT8, (b, r, c) -> 1 + (r * c * 31) % 251);
    try (Scenes scenes = open(settings(32, 1, 1, 0), good, bad);
        Scenes parallel = open(settings(32, 1, 1, 0), good, bad)) {
      spoil(Path.of(bad));
      List<float[]> one = draw(scenes.images(new float[1]), false);
      List<float[]> many = draw(parallel.images(new float[1]), true);
      for (int i = 0; i < one.size(); i++) {
        assertThat(many.get(i)).isEqualTo(one.get(i));
      }
      assertThat(scenes.unread()).isEqualTo(1);
    }
    assertThat(problems).hasSize(2).allMatch(line -> line.startsWith("skipped: " + bad));
  }

  private static List<float[]> draw(ImageSource source, boolean parallel) {
    IntStream seeds = IntStream.range(0, 100);
    return (parallel ? seeds.parallel() : seeds)
        .mapToObj(
            seed -> {
              try {
                return source.draw(new SplittableRandom(seed)).values();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  /** Leaves the header as it was. */
  private static void spoil(Path file) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] nonsense = new byte[(int) out.length() - 2000];
      new SplittableRandom(1).nextBytes(nonsense);
      out.seek(2000);
      out.write(nonsense);
    }
  }

  @Test
  void whenNoneIsLeftItIsAnError() throws IOException {
    String name = write("a.tif", 600, 600, 1, SampleType.UINT8, (b, r, c) -> 1 + (r * c) % 251);
    try (Scenes scenes = open(settings(32, 1, 1, 0), name)) {
      Files.delete(Path.of(name));
      assertThatThrownBy(() -> scenes.images(new float[1]).draw(new SplittableRandom(1)))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining("1 of 1 scenes can't be read, the last: ");
    }
    Path text = Files.writeString(folder.resolve("b.tif"), "no raster");
    assertThatThrownBy(() -> open(settings(32, 1, 1, 0), text.toString()))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContainingAll("none of 1 scene(s) can be read", text.toString());
  }

  @Test
  void picturesAreScenesToo() throws IOException {
    BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 2000; i++) {
      int alpha = i % 50 < 5 ? 0 : 255;
      image.setRGB(i % 50, i / 50, alpha << 24 | (i / 50) << 16 | (i % 50) << 8 | 7);
    }
    Path png = folder.resolve("a.png");
    ImageIO.write(image, "png", png.toFile());
    BufferedImage plain = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
    plain.createGraphics().fillRect(0, 0, 50, 40);
    Path jpg = folder.resolve("b.JPG");
    ImageIO.write(plain, "jpg", jpg.toFile());
    for (long kept : new long[] {0, ALL}) {
      try (Scenes scenes = open(settings(40, 1, 1, kept), png.toString(), jpg.toString())) {
        assertThat(scenes.validPixels()).isEqualTo(45 * 40 + 2000);
        boolean white = false;
        boolean green = false;
        for (int seed = 0; seed < 20; seed++) {
          float[] values = scenes.images(new float[3]).draw(new SplittableRandom(seed)).values();
          white |= values[1599] == 1;
          green |=
              values[1599] == 39 / 255f
                  && values[2 * 1600 - 1] >= 39 / 255f
                  && values[3 * 1600 - 1] == 7 / 255f;
        }
        assertThat(white && green).isTrue();
      }
    }
    Path no = Files.writeString(folder.resolve("no.png"), "text");
    try (Scenes scenes = open(settings(40, 1, 1, 0), no.toString(), jpg.toString())) {
      assertThat(scenes.names()).containsExactly(jpg.toString());
      assertThat(scenes.unread()).isEqualTo(1);
    }
    assertThat(problems)
        .containsExactly("left out: " + no + " is no PNG or JPEG file, as its name says");
  }
}
