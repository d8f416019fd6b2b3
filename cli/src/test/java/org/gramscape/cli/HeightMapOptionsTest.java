package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of {@code canopy-height} change of a map, and what they leave. */
class HeightMapOptionsTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  @TempDir private static Path folder;

  private static Path head;
  private static Path scene;

  @BeforeAll
  static void fits() throws IOException {
    head = SmallHead.fit(folder);
    scene = SampleScene.generate(8, WIDTH, HEIGHT, folder.resolve("here"), false).scene();
  }

  @Test
  void storedShorterHeightsAreTheSameToHalfAStep() throws IOException {
    List<double[]> metres = map(scene, "plain.tif");
    List<double[]> centimetres = map(scene, "centimetres.tif", "--type", "uint16");
    List<double[]> halves = map(scene, "halves.tif", "--type", "uint8");

    assertThat(metres).hasSize(2);
    for (int band = 0; band < metres.size(); band++) {
      assertThat(centimetres.get(band)).containsExactly(metres.get(band), within(0.0051));
      assertThat(halves.get(band)).containsExactly(metres.get(band), within(0.251));
    }
    assertThat(type("centimetres.tif")).isEqualTo(SampleType.UINT16);
    assertThat(type("halves.tif")).isEqualTo(SampleType.UINT8);
  }

  @Test
  void flagsAreABandMore() throws IOException {
    Path bright = folder.resolve("bright.tif");
    int white = 8 * WIDTH;
    copy(
        bright,
        band -> IntStream.range(0, band.length).mapToDouble(i -> i < white ? 255 : band[i]));
    List<double[]> plain = map(bright, "unflagged.tif");
    List<double[]> flagged = map(bright, "flagged.tif", "--flags");

    assertThat(flagged).hasSize(3);
    assertThat(flagged.get(0)).containsExactly(plain.get(0));
    assertThat(flagged.get(1)).containsExactly(plain.get(1));
    assertThat(Arrays.copyOf(flagged.get(2), white)).containsOnly(2);
    assertThat(Arrays.copyOfRange(flagged.get(2), white, WIDTH * HEIGHT)).doesNotContain(2);
    try (RasterSource map = Rasters.open(folder.resolve("flagged.tif").toString(), Backend.JVM)) {
      assertThat(map.info().bands())
          .extracting(BandInfo::description)
          .containsExactly("height", "spread", "flags");
    }
  }

  /** Which way is up makes no difference to a mean over all ways. */
  @Test
  void turnedHeightsOfAMirroredSceneAreMirrored() throws IOException {
    Path mirrored = folder.resolve("mirrored.tif");
    copy(mirrored, band -> Arrays.stream(turnedRound(band)));

    List<double[]> there = map(mirrored, "there.tif", "--tta");
    List<double[]> here = map(scene, "turned.tif", "--tta");

    for (int band = 0; band < 2; band++) {
      assertThat(turnedRound(there.get(band))).containsExactly(here.get(band), within(0.01));
    }
    assertThat(turnedRound(map(mirrored, "there1.tif").get(0)))
        .isNotEqualTo(map(scene, "here1.tif").get(0));
  }

  private static double[] turnedRound(double[] rows) {
    double[] turned = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      turned[i] = rows[i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH];
    }
    return turned;
  }

  /** Writes the scene with each band changed. */
  private static void copy(Path changed, Function<double[], DoubleStream> change)
      throws IOException {
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM)) {
      int bands = source.info().bands().size();
      RasterSpec spec =
          new RasterSpec(
              WIDTH,
              HEIGHT,
              source.info().sampleType(),
              List.of("red", "green", "blue"),
              source.info().requireGeoreference(),
              OptionalDouble.empty(),
              Overviews.NONE,
              Optional.empty(),
              Map.of(),
              Map.of());
      PixelBlock block = PixelBlock.zeros(new Window(0, 0, WIDTH, HEIGHT), bands);
      for (int band = 0; band < bands; band++) {
        double[] samples = change.apply(band(source, band)).toArray();
        System.arraycopy(samples, 0, block.samples(), band * samples.length, samples.length);
      }
      try (RasterSink sink = Rasters.create(changed, spec, false)) {
        sink.write(block);
        sink.commit();
      }
    }
  }

  /** Maps, and reads what the map's bands stand for. */
  private static List<double[]> map(Path image, String name, Object... options) throws IOException {
    List<Object> words = new ArrayList<>(List.of("canopy-height", image, folder.resolve(name)));
    // Tiles that lie the same from either side.
    words.addAll(List.of("--head", head, "--gsd", 0.6, "--tile", 64, "--overlap", 32));
    words.addAll(List.of(options));
    CommandRun run = CommandRun.of(words.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<double[]> bands = new ArrayList<>();
    try (RasterSource map =
        PhysicalSource.of(Rasters.open(folder.resolve(name).toString(), Backend.JVM))) {
      for (int band = 0; band < map.info().bands().size(); band++) {
        bands.add(band(map, band));
      }
    }
    return bands;
  }

  private static double[] band(RasterSource source, int band) throws IOException {
    return source.read(new Window(0, 0, WIDTH, HEIGHT), band).samples();
  }

  private static SampleType type(String name) throws IOException {
    try (RasterSource map = Rasters.open(folder.resolve(name).toString(), Backend.JVM)) {
      return map.info().sampleType();
    }
  }
}
