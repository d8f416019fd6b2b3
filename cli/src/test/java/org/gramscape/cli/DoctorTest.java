package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of scenes that only a look at their values tells of. */
class DoctorTest {
  private static final Window ALL = new Window(0, 0, 64, 64);
  private static final List<String> RGBA = List.of("red", "green", "blue", "alpha");

  @TempDir Path folder;

  @Test
  void transparentPixelsAreNotValid() throws IOException {
    PixelBlock pixels = PixelBlock.zeros(ALL, 4);
    for (int i = 0; i < pixels.samples().length; i++) {
      boolean alpha = i >= 3 * ALL.size();
      pixels.samples()[i] = alpha ? (i % 64 < 16 ? 0 : 255) : 40 + i % 128;
    }
    CommandRun run = CommandRun.of("doctor", write(SampleType.UINT8, RGBA, pixels));
    assertThat(run.out()).contains("75 % of the pixels are valid");
  }

  @Test
  void opaqueAlphaDoesNotBrightenADarkScene() throws IOException {
    PixelBlock pixels = PixelBlock.zeros(ALL, 4);
    for (int i = 0; i < pixels.samples().length; i++) {
      pixels.samples()[i] = i >= 3 * ALL.size() ? 255 : i % 20;
    }
    CommandRun run = CommandRun.of("doctor", write(SampleType.UINT8, RGBA, pixels));
    assertThat(run.out()).contains("dark scene").contains("--scale range:0,");
  }

  @Test
  void floatsThatHoldBytesGetTheRangeOfBytes() throws IOException {
    PixelBlock pixels = PixelBlock.zeros(ALL, 3);
    for (int i = 0; i < pixels.samples().length; i++) {
      pixels.samples()[i] = i % 250 + 0.5;
    }
    CommandRun run = CommandRun.of("doctor", write(SampleType.FLOAT32, RGBA.subList(0, 3), pixels));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("--scale range:0,255");
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0, suits the model", "1.5, 0, adds no detail", "10, 3, far coarser"})
  void coarsePixelsAreToldAndThoseThatHideATreeAreRefused(double metres, int code, String said)
      throws IOException {
    PixelBlock pixels = PixelBlock.zeros(ALL, 3);
    for (int i = 0; i < pixels.samples().length; i++) {
      pixels.samples()[i] = i % 250;
    }
    Path scene = write(SampleType.UINT8, RGBA.subList(0, 3), pixels, metres);
    CommandRun run = CommandRun.of("doctor", scene);
    assertThat(run.exitCode()).as(run.out()).isEqualTo(code);
    assertThat(run.out()).contains(said);
  }

  private Path write(SampleType type, List<String> bands, PixelBlock pixels) throws IOException {
    return write(type, bands, pixels, 0.6);
  }

  private Path write(SampleType type, List<String> bands, PixelBlock pixels, double metres)
      throws IOException {
    Path file = folder.resolve("scene.tif");
    RasterSpec spec =
        new RasterSpec(
            ALL.width(),
            ALL.height(),
            type,
            bands,
            new Georeference(
                Crs.epsg(32632), GeoTransform.northUp(400_000, 5_300_000, metres, metres)),
            OptionalDouble.empty(),
            Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(pixels);
      sink.commit();
    }
    return file;
  }
}
