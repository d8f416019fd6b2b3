package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.PixelInterpretation;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way between two files. */
class SceneToRasterTest {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 220;

  /** Brightness of the first band as metres; 0 where it is dark. */
  private static final FakePredictor.Rule HEIGHTS =
      (tile, channel, column, row) -> 40 * tile.samples()[row * tile.width() + column];

  @TempDir Path folder;
  private Path scene;
  private Path output;

  @BeforeEach
  void writeScene() throws IOException {
    scene = folder.resolve("scene.tif");
    output = folder.resolve("heights.tif");
    writeScene(
        new Georeference(Crs.epsg(32633), GeoTransform.northUp(500_000, 5_400_000, 0.6, 0.6)));
  }

  private void writeScene(Georeference place) throws IOException {
    RasterSpec spec =
        new RasterSpec(
            WIDTH,
            HEIGHT,
            SampleType.UINT8,
            List.of("red", "green", "blue"),
            place,
            OptionalDouble.of(255),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    FakeScene pixels =
        new FakeScene(WIDTH, HEIGHT, 3, (band, x, y) -> red(x, y), (band, x, y) -> x + y >= 100);
    try (RasterSink sink = Rasters.create(scene, spec, true)) {
      sink.write(pixels.read(pixels.info().window(), 0, 1, 2));
      sink.commit();
    }
  }

  private static int red(int x, int y) {
    return x % 50 < 10 ? 0 : (x * 3 + y * 7) % 250;
  }

  /** North-up and not square; south-up; rotated. */
  @ParameterizedTest
  @CsvSource({
    "0.6, 0, 0, -1.1, AREA",
    "0.6, 0, 0, -0.6, POINT",
    "0.6, 0, 0, 0.6, AREA",
    "0.5, 0.2, 0.2, -0.5, AREA",
    "0.5, 0.2, 0.2, -0.5, POINT"
  })
  void everyPixelOfTheOutputCoversTheGroundOfTheInputs(
      double xPerColumn,
      double xPerRow,
      double yPerColumn,
      double yPerRow,
      PixelInterpretation interpretation)
      throws Exception {
    GeoTransform transform =
        new GeoTransform(500_000, xPerColumn, xPerRow, 5_400_000, yPerColumn, yPerRow);
    writeScene(new Georeference(Crs.epsg(32633), transform, interpretation));
    run(false, new FakePredictor(1, HEIGHTS), ProgressListener.NONE);
    try (RasterSource in = Rasters.open(scene.toString(), Backend.JVM);
        RasterSource out = Rasters.open(output.toString(), Backend.JVM)) {
      assertThat(in.info().requireGeoreference().transform()).isEqualTo(transform);
      assertThat(out.info().requireGeoreference()).isEqualTo(in.info().requireGeoreference());
      PixelBlock heights = out.read(out.info().window(), 0);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int i = heights.index(0, y, x);
          assertThat(heights.valid()[i]).isEqualTo(x + y >= 100);
          if (heights.valid()[i]) {
            assertThat(heights.samples()[i]).isEqualTo(40f * (red(x, y) / 255f));
          }
        }
      }
    }
    assertThat(files()).containsExactlyInAnyOrder("scene.tif", "heights.tif");
  }

  @Test
  void anInterruptedRunLeavesItsJournalAndNothingElse() throws Exception {
    run(false, new FakePredictor(1, HEIGHTS), ProgressListener.NONE);
    byte[] uninterrupted = Files.readAllBytes(output);
    Files.delete(output);

    ProgressListener interrupter =
        progress -> {
          if (progress.tiles() == 20) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> run(false, new FakePredictor(1, HEIGHTS), interrupter))
        .isInstanceOf(InterruptedException.class);
    assertThat(files()).containsExactlyInAnyOrder("scene.tif", "heights.tif.journal");

    FakePredictor rest = new FakePredictor(1, HEIGHTS);
    run(true, rest, ProgressListener.NONE);
    assertThat(Files.readAllBytes(output)).isEqualTo(uninterrupted);
    assertThat(files()).containsExactlyInAnyOrder("scene.tif", "heights.tif");
    assertThat(rest.predicted).doesNotContain(0, 1).isNotEmpty();
  }

  @Test
  void anInterruptWhileWritingCountsAsOne() throws Exception {
    TilePlan plan = TilePlan.atSceneResolution(WIDTH, HEIGHT, 32, 8);
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM);
        RasterSink sink = Rasters.create(output, spec(source.info()), false)) {
      TiledInference inference =
          new TiledInference(
              reader(source, plan), new FakePredictor(1, HEIGHTS), 2, ProgressListener.NONE);
      assertThatThrownBy(
              () ->
                  inference.run(
                      rows -> {
                        if (rows.window().row() > 100) {
                          // what a file channel does
                          Thread.currentThread().interrupt();
                          throw new ClosedByInterruptException();
                        }
                        sink.write(rows);
                      }))
          .isInstanceOf(InterruptedException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(files()).containsExactly("scene.tif");
  }

  private void run(boolean resume, TilePredictor predictor, ProgressListener listener)
      throws Exception {
    TilePlan plan = TilePlan.atSceneResolution(WIDTH, HEIGHT, 32, 8);
    Fingerprint fingerprint = Fingerprint.ofScene(scene).with("tiles", plan.toString());
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM);
        RasterSink sink = Rasters.create(output, spec(source.info()), false);
        Journal journal = Journal.open(Journal.beside(output), fingerprint, resume)) {
      new TiledInference(reader(source, plan), journal.recording(predictor), 2, listener)
          .run(sink::write);
      sink.commit();
      journal.delete();
    }
  }

  private static TileReader reader(RasterSource source, TilePlan plan) {
    SampleScaling eightBits = (band, stored) -> (float) (stored / 255);
    return new TileReader(
        source, plan, new int[] {0, 1, 2}, eightBits, FakeScene.plainStatistics(3));
  }

  private static RasterSpec spec(RasterInfo scene) throws IOException {
    return new RasterSpec(
        scene.width(),
        scene.height(),
        SampleType.FLOAT32,
        List.of("height"),
        scene.requireGeoreference(),
        OptionalDouble.of(-9999),
        RasterSpec.Overviews.AVERAGE,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
