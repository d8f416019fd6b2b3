package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.raster.AssumedCrs;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.head.Backbone;
import org.gramscape.model.head.HeadFile;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From images and heights to a map, file to file. */
class CanopyHeightTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 168;
  private static final double LEFT = 400_000;
  private static final double TOP = 5_300_000;

  /** This corner of every scene is stored as 0, its nodata. */
  private static final int NODATA_SIDE = 20;

  private static final SceneView VIEW =
      new SceneView(
          Backend.JVM,
          SceneView.DEFAULT.bands(),
          SceneView.DEFAULT.scaling(),
          64,
          32,
          OptionalDouble.empty());
  private static final HeightFit FIT = new HeightFit(Layers.LAST, VIEW);

  private static final FeatureExtractor BRIGHTNESS = new BrightnessModel("a");
  private static HeightHead ofBrightness;

  @TempDir Path folder;

  /** Of {@link #BRIGHTNESS}, fitted by the first test that needs one. */
  private HeightHead head() throws IOException {
    if (ofBrightness == null) {
      ofBrightness = fit(pair("train", 1, 0), BRIGHTNESS);
    }
    return ofBrightness;
  }

  @Test
  void mapsHeightsWhereTheyAre() throws Exception {
    HeightHead head = head();
    assertThat(head.report().r2()).isGreaterThan(0.98);
    HeightPair other = pair("other", 2, 0);
    Path output = folder.resolve("map.tif");

    new CanopyHeight(head, BRIGHTNESS)
        .map(other.image(), output, VIEW, RunOptions.standard(), ProgressListener.NONE);

    try (RasterSource map = Rasters.open(output.toString(), Backend.JVM);
        RasterSource scene = Rasters.open(other.image(), Backend.JVM)) {
      assertThat(map.info().georeference()).isEqualTo(scene.info().georeference());
      assertThat(map.info().bands())
          .extracting(b -> b.description())
          .containsExactly("height", "spread");
      assertThat(map.info().metadata())
          .containsEntry("GRAMSCAPE_UNIT", "m")
          .containsEntry("GRAMSCAPE_HEAD_SHA256", head.sha256());
      PixelBlock pixels = map.read(map.info().window(), 0, 1);
      ErrorSums errors = new ErrorSums();
      double[] truth = heights(2);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        boolean nodata = i % WIDTH < NODATA_SIDE && i / WIDTH < NODATA_SIDE;
        assertThat(pixels.valid()[i]).isEqualTo(!nodata);
        assertThat(pixels.valid()[WIDTH * HEIGHT + i]).isEqualTo(!nodata);
        if (!nodata) {
          assertThat(pixels.samples()[i]).isGreaterThanOrEqualTo(0);
          assertThat(pixels.samples()[WIDTH * HEIGHT + i]).isPositive();
          errors.add(pixels.samples()[i], truth[i]);
        }
      }
      assertThat(errors.r2()).isGreaterThan(0.98);
      assertThat(errors.bias()).isCloseTo(0, within(0.1));
    }
    assertThat(Files.exists(folder.resolve("map.tif.journal"))).isFalse();
  }

  /** Crowns two cells wide, half a patch, of which patches and their neighbours see the mean. */
  @Test
  void tellsCrownsSmallerThanAPatch() throws Exception {
    double[] known = crowns(1);
    double[] truth = crowns(2);
    HeightHead head =
        fit(
            new HeightPair(
                image("known", known).toString(), heightRaster("known_chm", known, 0).toString()),
            BRIGHTNESS);
    Path output = folder.resolve("map.tif");

    new CanopyHeight(head, BRIGHTNESS)
        .map(
            image("crowns", truth).toString(),
            output,
            VIEW.withTiles(64, 32),
            RunOptions.standard(),
            ProgressListener.NONE);

    try (RasterSource map = Rasters.open(output.toString(), Backend.JVM)) {
      PixelBlock pixels = map.read(map.info().window(), 0);
      ErrorSums errors = new ErrorSums();
      for (int i = 0; i < truth.length; i++) {
        if (pixels.valid()[i]) {
          errors.add(pixels.samples()[i], truth[i]);
        }
      }
      assertThat(errors.r2()).isGreaterThan(0.75);
    }
  }

  /** Squares of 8 px on bare ground, 12 px apart, in every other place or so. */
  private static double[] crowns(long seed) {
    Random random = new Random(seed);
    double[] heights = new double[WIDTH * HEIGHT];
    for (int top = 0; top + 16 <= HEIGHT; top += 12) {
      for (int left = 0; left + 16 <= WIDTH; left += 12) {
        double metres = random.nextBoolean() ? 10 + 20 * random.nextDouble() : 0;
        for (int i = 0; i < 64; i++) {
          heights[(top + i / 8) * WIDTH + left + i % 8] = metres;
        }
      }
    }
    return heights;
  }

  /** Tiles are multiples of 32 px: others are refused. */
  @Test
  void mapsWhatANetworkSaysOfEachPixel() throws Exception {
    HeightPair pair = pair("scene", 2, 0);
    Path output = folder.resolve("map.tif");

    new CanopyHeight(new BrightnessNetwork())
        .map(
            pair.image(),
            output,
            VIEW.withTiles(64, 16).withGroundSampleDistance(groundSampleDistance(pair)),
            RunOptions.standard(),
            ProgressListener.NONE);

    try (RasterSource map = Rasters.open(output.toString(), Backend.JVM);
        RasterSource scene = Rasters.open(pair.image(), Backend.JVM)) {
      assertThat(map.info().metadata()).containsEntry("GRAMSCAPE_HEAD_SHA256", "head");
      PixelBlock pixels = map.read(map.info().window(), 0, 1);
      PixelBlock red = scene.read(scene.info().window(), 0);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        assertThat(pixels.valid()[i]).isEqualTo(red.valid()[i]);
        if (red.valid()[i]) {
          double height = BrightnessNetwork.METRES * red.samples()[i] / 255;
          assertThat(pixels.samples()[i]).isCloseTo(height, within(1e-3));
          assertThat(pixels.samples()[WIDTH * HEIGHT + i]).isEqualTo(BrightnessNetwork.SPREAD);
        }
      }
    }
  }

  @Test
  void refusesTilesOnWhosePixelsANetworksHeightsWouldNotLie() throws Exception {
    HeightPair pair = pair("scene", 2, 0);
    CanopyHeight heights = new CanopyHeight(new BrightnessNetwork());
    assertThatThrownBy(
            () ->
                heights.map(
                    pair.image(),
                    folder.resolve("map.tif"),
                    VIEW.withTiles(48, 16),
                    RunOptions.standard(),
                    ProgressListener.NONE))
        .hasMessageContaining("take 32 or 64");
  }

  @Test
  void storedAsIntegersAndTurnedItIsTheSameMap() throws Exception {
    HeightPair pair = pair("scene", 2, 0);
    SceneView view = VIEW.withTiles(64, 16).withGroundSampleDistance(groundSampleDistance(pair));
    CanopyHeight plain = new CanopyHeight(new BrightnessNetwork());
    List<CanopyHeight> ways =
        List.of(
            plain,
            plain.storedAs(HeightStorage.UINT16),
            plain.storedAs(HeightStorage.UINT8),
            plain.turned());
    double[] steps = {1e-6, 0.0051, 0.251, 1e-3};
    double[][] maps = new double[4][];
    for (int way = 0; way < 4; way++) {
      Path output = folder.resolve("map" + way + ".tif");
      HeightQuality quality =
          ways.get(way)
              .map(pair.image(), output, view, RunOptions.standard(), ProgressListener.NONE)
              .quality();
      double known = WIDTH * HEIGHT - NODATA_SIDE * NODATA_SIDE;
      assertThat(quality.nodataShare()).isCloseTo(1 - known / (WIDTH * HEIGHT), within(1e-9));
      assertThat(quality.histogram().stream().mapToDouble(share -> share).sum())
          .isCloseTo(1, within(1e-9));
      try (RasterSource map = PhysicalSource.of(Rasters.open(output.toString(), Backend.JVM))) {
        assertThat(map.info().bands().get(0).unit()).isEqualTo("m");
        PixelBlock block = map.read(map.info().window(), 0, 1);
        maps[way] = block.samples();
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
          boolean nodata = i % WIDTH < NODATA_SIDE && i / WIDTH < NODATA_SIDE;
          assertThat(block.valid()[i]).isEqualTo(!nodata);
          if (!nodata) {
            assertThat(maps[way][i]).isCloseTo(maps[0][i], within(steps[way]));
          }
        }
      }
    }
  }

  @Test
  void flagsTellShadowAndSaturation() throws Exception {
    double[] heights = new double[WIDTH * HEIGHT];
    for (int i = 0; i < heights.length; i++) {
      // Grey ground, a shadow on the left, and white on the right.
      heights[i] = i % WIDTH < 40 ? 0 : i % WIDTH >= WIDTH - 20 ? 40 : 15;
    }
    HeightStorage[] types = {HeightStorage.FLOAT32, HeightStorage.UINT16};
    for (HeightStorage type : types) {
      Path output = folder.resolve("flags" + type + ".tif");
      new CanopyHeight(new BrightnessNetwork())
          .storedAs(type)
          .flagged()
          .map(
              image("flags", heights).toString(),
              output,
              VIEW.withTiles(64, 16),
              RunOptions.standard(),
              ProgressListener.NONE);

      try (RasterSource map = PhysicalSource.of(Rasters.open(output.toString(), Backend.JVM))) {
        assertThat(map.info().bands()).extracting(BandInfo::description).endsWith("flags");
        PixelBlock flags = map.read(new Window(0, HEIGHT - 1, WIDTH, 1), 2);
        for (int x = 0; x < WIDTH; x++) {
          double expected = x < 40 ? 1 : x >= WIDTH - 20 ? 2 : 0;
          assertThat(flags.samples()[x]).as("column " + x).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void saysWhatMayNotSuitTheModel() throws Exception {
    double[] dark = new double[WIDTH * HEIGHT];
    Arrays.fill(dark, -2.5);
    String scene = image("dark", dark).toString();
    CanopyHeight heights = new CanopyHeight(new BrightnessNetwork());
    SceneView view = VIEW.withTiles(64, 16);

    List<String> warnings =
        heights
            .map(
                scene,
                folder.resolve("dark_map.tif"),
                view,
                RunOptions.standard(),
                ProgressListener.NONE)
            .quality()
            .warnings();

    assertThat(warnings)
        .anySatisfy(warning -> assertThat(warning).contains("nearly black", "--scale range:0,2047"))
        .anySatisfy(warning -> assertThat(warning).contains("colours are not those"))
        .noneMatch(warning -> warning.contains("percentile"));
  }

  /** A shift of red up and of blue down is none of brightness. */
  @Test
  void coloursAreComparedWithThoseThatTheHeadLearntFrom() throws Exception {
    SceneColors learnt = head().colors(3);
    double[] same = heights(2);
    double mean = Arrays.stream(heights(1)).map(h -> 20 + 6 * h).average().orElseThrow() / 255;
    assertThat(learnt.mean()).containsOnly(new double[] {mean, mean, mean}, within(0.02));
    assertThat(colorDoubts(image("same", same), learnt)).isEmpty();

    double far = 1.7 * 255 * learnt.deviation()[0];
    double[] samples = new double[3 * same.length];
    Arrays.setAll(
        samples,
        i -> {
          double grey = 255 * mean + 2 * (same[i % same.length] - (255 * mean - 20) / 6);
          return grey + far * (1 - i / same.length);
        });
    Path tinted =
        write(
            "tinted",
            SampleType.UINT8,
            List.of("red", "green", "blue"),
            OptionalDouble.empty(),
            Arrays.stream(samples).map(v -> Math.rint(Math.min(255, Math.max(1, v)))).toArray(),
            0);
    assertThat(colorDoubts(tinted, learnt))
        .singleElement()
        .satisfies(
            doubt ->
                assertThat(doubt)
                    .contains("band 1 is +1.", "band 3 is -1.", "heights mean less")
                    .doesNotContain("band 2", "--scale"));
  }

  /** What lies behind blue in a cell's vector is no band's. */
  @Test
  void aHeadKnowsRedGreenAndBlueOnly() throws Exception {
    SceneColors learnt = head().colors(5);

    assertThat(Arrays.copyOf(learnt.mean(), 3)).doesNotContain(Double.NaN);
    assertThat(Arrays.copyOfRange(learnt.mean(), 3, 5)).containsOnly(Double.NaN);
    assertThat(Arrays.copyOfRange(learnt.deviation(), 3, 5)).containsOnly(Double.NaN);
  }

  private static List<String> colorDoubts(Path scene, SceneColors learnt) throws IOException {
    return SceneDoubts.of(scene.toString(), VIEW, learnt, 0.6).stream()
        .filter(doubt -> doubt.contains("colours"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "SUN_ELEVATION, 30, the sun stood 30 degrees high",
    "IMD.IMAGE_1.meanSunEl, 44.2, the sun stood 44 degrees high",
    "SUN_ZENITH_ANGLE, 70, the sun stood 20 degrees high",
    "SUN_ELEVATION, 60, ''",
    "SUN_ELEVATION, -999, ''",
    "SUN_AZIMUTH, 30, ''"
  })
  void aLowSunIsTold(String name, String value, String doubt) throws Exception {
    double[] samples = new double[3 * WIDTH * 40];
    Map<String, String> tags = Map.of("A_SUN_ELEVATION", "unknown", name, value);
    Path scene =
        write(
            "sun",
            SampleType.UINT8,
            List.of("r", "g", "b"),
            OptionalDouble.empty(),
            samples,
            0,
            tags);

    List<String> said =
        SceneDoubts.of(scene.toString(), VIEW, head().colors(3), 0.6).stream()
            .filter(other -> other.startsWith("the sun"))
            .toList();

    if (doubt.isEmpty()) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said)
          .singleElement()
          .satisfies(sentence -> assertThat(sentence).startsWith(doubt).contains("--flags"));
    }
  }

  /** Pixels of 0.6 m. */
  @ParameterizedTest
  @CsvSource({
    "0.25, 0, crowns that it knows are not to be seen",
    "0.25, 0.25, crowns that it knows are not to be seen",
    "1.5, 0, it sees the scene averaged",
    "1.5, 1.5, ''",
    "1.5, 0.6, crowns have another size than it knows",
    "0.6, 0, ''",
    "0.6, 2, crowns have another size than it knows"
  })
  void anotherResolutionThanTheModelsIsTold(double metres, double told, String doubt)
      throws Exception {
    Path scene = image("resolution", new double[WIDTH * 40]);
    SceneView view = told == 0 ? VIEW : VIEW.withGroundSampleDistance(told);

    List<String> said =
        SceneDoubts.of(scene.toString(), view, head().colors(3), metres).stream()
            .filter(other -> other.contains("learnt heights at"))
            .toList();

    assertThat(said).hasSize(doubt.isEmpty() ? 0 : 1).allMatch(all -> all.contains(doubt));
    assertThat(said).allMatch(all -> all.contains("--gsd"));
  }

  private static double groundSampleDistance(HeightPair pair) throws IOException {
    try (RasterSource scene = Rasters.open(pair.image(), Backend.JVM)) {
      return scene.info().groundSampleDistance().metres();
    }
  }

  @Test
  void bareGroundIsZeroAndValid() throws Exception {
    double[] bare = new double[WIDTH * HEIGHT];
    Path output = folder.resolve("map.tif");

    new CanopyHeight(head(), BRIGHTNESS)
        .map(
            image("bare", bare).toString(),
            output,
            VIEW,
            RunOptions.standard(),
            ProgressListener.NONE);

    try (RasterSource map = Rasters.open(output.toString(), Backend.JVM)) {
      PixelBlock middle = map.read(new Window(60, 60, 40, 40), 0);
      assertThat(middle.valid()).containsOnly(true);
      for (double height : middle.samples()) {
        assertThat(height).isBetween(0.0, 2.0);
      }
    }
  }

  @Test
  void aHeadAndItsMapsTellWhatBecameOfFinerHeights() throws Exception {
    HeightReading mean =
        new HeightReading(Optional.empty(), AssumedCrs.NONE, Aggregation.MEAN, Length.ZERO);
    HeightPair pair = pair("train", 1, 0);
    SurveyedPair means = FIT.survey(pair, mean, BRIGHTNESS.info());
    SurveyedPair maxima = FIT.survey(pair, HeightReading.STANDARD, BRIGHTNESS.info());
    HeightHead head = FIT.fit(List.of(means), BRIGHTNESS, ProgressListener.NONE);
    Path file = folder.resolve("mean.head");

    head.write(file, false);

    assertThat(HeightHead.read(file).aggregation()).contains(Aggregation.MEAN);
    String scene = pair("other", 2, 0).image();
    assertThat(tags(HeightHead.read(file), scene))
        .containsEntry("GRAMSCAPE_HEIGHT_AGGREGATION", "mean");
    assertThat(head().aggregation()).contains(Aggregation.MAXIMUM);
    assertThat(FIT.fit(List.of(means, maxima), BRIGHTNESS, ProgressListener.NONE).aggregation())
        .as("not all alike")
        .isEmpty();
    Path earlier = folder.resolve("earlier.head");
    HeadFile.read(file, "height").withNotes(Map.of()).write(earlier);
    HeightHead untold = HeightHead.read(earlier);
    assertThat(untold.aggregation()).as("of an earlier version").isEmpty();
    assertThat(untold.sha256()).as("it predicts the same").isEqualTo(head.sha256());
    assertThat(tags(untold, scene)).doesNotContainKey("GRAMSCAPE_HEIGHT_AGGREGATION");
    HeadFile.read(file, "height").withNotes(Map.of("aggregation", "median")).write(earlier);
    assertThatThrownBy(() -> HeightHead.read(earlier))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("made by another version");
  }

  /** Of a map by a head. */
  private Map<String, String> tags(HeightHead head, String scene) throws Exception {
    Path output = folder.resolve("tags.tif");
    Files.deleteIfExists(output);
    new CanopyHeight(head, BRIGHTNESS)
        .map(scene, output, VIEW, RunOptions.standard(), ProgressListener.NONE);
    try (RasterSource map = Rasters.open(output.toString(), Backend.JVM)) {
      return map.info().metadata();
    }
  }

  @Test
  void aHeadPredictsTheSameToTheLastBitAfterReading() throws Exception {
    HeightHead head = head();
    Path file = folder.resolve("head.safetensors");

    head.write(file, false);
    HeightHead read = HeightHead.read(file);

    assertThat(read.report()).isEqualTo(head.report());
    assertThat(read.backbone()).isEqualTo(head.backbone());
    assertThat(read.sha256()).isEqualTo(head.sha256());
    int colors = HeightFeatures.colors();
    CellFeatures cells =
        new CellFeatures(
            noise(head.regression().landmarks().features() - colors, 1), noise(colors, 2));
    assertThat(read.regression().predict(cells)).isEqualTo(head.regression().predict(cells));
    assertThatThrownBy(() -> head.write(file, false)).isInstanceOf(OutputExistsException.class);
    head.write(file, true);
  }

  private static FeatureMap noise(int channels, long seed) {
    Random random = new Random(seed);
    float[] values = new float[4 * 5 * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FeatureMap(channels, 4, 5, values);
  }

  @Test
  void linearHeadsOfVersionsBeforeAreRefused() throws Exception {
    isRefused(
        Map.of("groundSampleDistance", 0.6, "cells", 4), Map.of("weights", new float[4 * 16]));
  }

  /** Their regressions are of 32 features of this model, as cells' are but for colours. */
  @Test
  void headsOfWholePatchesAreRefused() throws Exception {
    for (String counted : List.of("patches", "cells")) {
      isRefused(
          Map.of(
              "groundSampleDistance",
              0.6,
              "meanHeight",
              10,
              "heightVariance",
              4,
              "leastVariance",
              1,
              "report",
              Map.of("pairs", List.of("a"), counted, 400, "penalty", 0.1, "rmse", 2, "r2", 0.5)),
          Map.of(
              "mean",
              new float[32],
              "inverseScale",
              new float[32],
              "landmarks",
              new float[2 * 32],
              "heightWeights",
              new float[2],
              "varianceWeights",
              new float[2]));
    }
  }

  private void isRefused(Map<String, Object> details, Map<String, float[]> tensors)
      throws Exception {
    Path file = folder.resolve("old.head");
    Backbone backbone = Backbone.of(BRIGHTNESS.info(), Layers.LAST, 16);
    HeadFile.of("height", backbone, details, tensors).write(file);

    assertThatThrownBy(() -> HeightHead.read(file))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("old.head")
        .hasMessageContaining("fit the head again");
  }

  @Test
  void refusesAnotherModelAndNamesBoth() throws Exception {
    HeightHead head = head();

    assertThatThrownBy(() -> new CanopyHeight(head, new BrightnessModel("b")))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("weights a")
        .hasMessageContaining("weights b")
        .hasMessageContaining("other weights of the same name: pass --model FILE");
  }

  @Test
  void refusesHeightsOfOtherGround() throws Exception {
    HeightPair pair = pair("train", 1, 5000);

    assertThatThrownBy(() -> fit(pair, BRIGHTNESS))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("does not overlap")
        .hasMessageContaining("405000.0")
        .hasMessageContaining("400000.0");
  }

  @Test
  void refusesHeightsAboveTheSea() throws Exception {
    double[] heights = heights(1);
    Path image = image("train", heights);
    for (int i = 0; i < heights.length; i++) {
      heights[i] += 850;
    }
    Path surface = heightRaster("train_dsm", heights, 0);

    assertThatThrownBy(() -> fit(new HeightPair(image.toString(), surface.toString()), BRIGHTNESS))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("train_dsm.tif")
        .hasMessageContaining("above the sea");
  }

  @Test
  void runsWithARealNetwork() throws Exception {
    try (FeatureExtractor model = Models.local().open(Models.standard())) {
      // Coarse ground has few cells, and those are fitted soon.
      HeightFit fit = new HeightFit(Layers.LAST, VIEW.withGroundSampleDistance(1.2));
      SurveyedPair known = fit.survey(pair("train", 1, 0), HeightReading.STANDARD, model.info());
      HeightHead head = fit.fit(List.of(known), model, ProgressListener.NONE);
      assertThat(head.report().rmse()).isPositive();
      Path output = folder.resolve("map.tif");

      new CanopyHeight(head, model)
          .map(
              pair("other", 2, 0).image(),
              output,
              VIEW,
              RunOptions.standard(),
              ProgressListener.NONE);

      assertThat(output).exists();
    }
  }

  @Test
  void theBuiltInHeadMapsWithTheBuiltInModel() throws Exception {
    try (FeatureExtractor model = Models.local().open(Models.standard())) {
      HeightHead head = HeightHead.builtIn(model.info()).orElseThrow();
      assertThat(head.backbone().sha256()).isEqualTo(model.info().sha256());
      assertThat(head.report().pairs()).hasSizeGreaterThan(2).noneMatch(n -> n.contains("/"));
      // A few rows: what this head looks at is many times finer.
      Path image = image("strip", Arrays.copyOf(heights(2), WIDTH * 40));
      Path output = folder.resolve("map.tif");

      new CanopyHeight(head, model)
          .map(
              image.toString(),
              output,
              VIEW.withTiles(128, 32),
              RunOptions.standard(),
              ProgressListener.NONE);

      try (RasterSource map = Rasters.open(output.toString(), Backend.JVM)) {
        assertThat(map.info().metadata())
            .containsEntry("GRAMSCAPE_HEAD_SHA256", head.sha256())
            .containsEntry("GRAMSCAPE_GROUND_SAMPLE_DISTANCE", head.groundSampleDistance() + " m");
        PixelBlock middle = map.read(new Window(60, 10, 40, 20), 0);
        assertThat(middle.valid()).containsOnly(true);
        for (double height : middle.samples()) {
          assertThat(height).isBetween(0.0, MetreSource.MAX_HEIGHT);
        }
      }
    }
  }

  @Test
  void noHeadIsBuiltInForAnotherModel() throws Exception {
    assertThat(HeightHead.builtIn(BRIGHTNESS.info())).isEmpty();
  }

  @Test
  void aHeadDoesNotTellInWhichFoldersItsImagesLay() {
    assertThat(new HeightPair("/home/ann/teak_044.tif", "chm.tif").name()).isEqualTo("teak_044");
    assertThat(new HeightPair("C:\\ann\\a.b.tif", "chm.tif").name()).isEqualTo("a.b");
    assertThat(new HeightPair("scene", "chm.tif").name()).isEqualTo("scene");
  }

  private static HeightHead fit(HeightPair pair, FeatureExtractor model) throws IOException {
    SurveyedPair surveyed = FIT.survey(pair, HeightReading.STANDARD, model.info());
    return FIT.fit(List.of(surveyed), model, ProgressListener.NONE);
  }

  /** An image that is brighter where heights are greater. */
  private HeightPair pair(String name, long seed, double heightsShiftedBy) throws IOException {
    double[] heights = heights(seed);
    return new HeightPair(
        image(name, heights).toString(),
        heightRaster(name + "_chm", heights, heightsShiftedBy).toString());
  }

  /** Hills of forest some patches wide, and bare ground between them. */
  private static double[] heights(long seed) {
    Random random = new Random(seed);
    double across = 2 * Math.PI * random.nextDouble();
    double down = 2 * Math.PI * random.nextDouble();
    double[] heights = new double[WIDTH * HEIGHT];
    for (int i = 0; i < heights.length; i++) {
      double wave =
          Math.sin(across + i % WIDTH * 2 * Math.PI / 150)
              * Math.sin(down + i / WIDTH * 2 * Math.PI / 150);
      heights[i] = Math.max(0, 5 + 25 * wave);
    }
    return heights;
  }

  private Path image(String name, double[] heights) throws IOException {
    double[] samples = new double[3 * heights.length];
    for (int i = 0; i < heights.length; i++) {
      boolean nodata = i % WIDTH < NODATA_SIDE && i / WIDTH < NODATA_SIDE;
      for (int band = 0; band < 3; band++) {
        samples[band * heights.length + i] = nodata ? 0 : Math.rint(20 + 6 * heights[i]);
      }
    }
    return write(
        name, SampleType.UINT8, List.of("red", "green", "blue"), OptionalDouble.of(0), samples, 0);
  }

  private Path heightRaster(String name, double[] heights, double shift) throws IOException {
    return write(
        name, SampleType.FLOAT32, List.of("height"), OptionalDouble.of(-9999), heights, shift);
  }

  private Path write(
      String name,
      SampleType type,
      List<String> bands,
      OptionalDouble nodata,
      double[] samples,
      double shift)
      throws IOException {
    return write(name, type, bands, nodata, samples, shift, Map.of());
  }

  private Path write(
      String name,
      SampleType type,
      List<String> bands,
      OptionalDouble nodata,
      double[] samples,
      double shift,
      Map<String, String> tags)
      throws IOException {
    Path file = folder.resolve(name + ".tif");
    RasterSpec spec =
        new RasterSpec(
            WIDTH,
            samples.length / bands.size() / WIDTH,
            type,
            bands,
            new Georeference(Crs.epsg(32632), GeoTransform.northUp(LEFT + shift, TOP, 0.6, 0.6)),
            nodata,
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            tags,
            Map.of());
    PixelBlock block =
        PixelBlock.zeros(new Window(0, 0, spec.width(), spec.height()), bands.size());
    System.arraycopy(samples, 0, block.samples(), 0, samples.length);
    try (RasterSink sink = Rasters.create(file, spec, true)) {
      sink.write(block);
      sink.commit();
    }
    return file;
  }
}
