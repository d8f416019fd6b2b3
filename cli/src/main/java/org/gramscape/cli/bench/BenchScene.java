package org.gramscape.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.samples.SampleScene;

/** A large RGB scene to measure with: a made-up landscape, mirrored on and on, under noise. */
final class BenchScene {
  private static final int SEED = 1;
  private static final int SAMPLE_SIDE = 1024;
  private static final int NOISE = 3;
  private static final int BANDS = 3;

  private BenchScene() {}

  /** Writes a square scene of {@code side} pixels as a COG. */
  static void write(Path output, int side, Path scratch) throws IOException {
    SampleScene sample =
        SampleScene.generate(SEED, SAMPLE_SIDE, SAMPLE_SIDE, scratch.resolve("sample"), true);
    try (RasterSource source = Rasters.open(sample.scene().toString(), Backend.JVM)) {
      PixelBlock pixels =
          source.read(new Window(0, 0, SAMPLE_SIDE, SAMPLE_SIDE), new int[] {0, 1, 2});
      RasterSpec spec =
          new RasterSpec(
              side,
              side,
              SampleType.UINT8,
              List.of("red", "green", "blue"),
              source.info().requireGeoreference(),
              OptionalDouble.empty(),
              Overviews.AVERAGE,
              Optional.empty(),
              Map.of(),
              Map.of("LEVEL", "1"));
      try (RasterSink sink = Rasters.create(output, spec, true)) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int row = 0; row < side; row++) {
          sink.write(row(pixels, row, side, random));
        }
        sink.commit();
      }
    }
  }

  private static PixelBlock row(PixelBlock pixels, int row, int side, SplittableRandom random) {
    PixelBlock block = PixelBlock.zeros(new Window(0, row, side, 1), BANDS);
    for (int column = 0; column < side; column++) {
      int noise = random.nextInt(-NOISE, NOISE + 1);
      for (int band = 0; band < BANDS; band++) {
        double sample = pixels.samples()[pixels.index(band, mirrored(row), mirrored(column))];
        block.samples()[block.index(band, 0, column)] = Math.max(0, Math.min(255, sample + noise));
      }
    }
    return block;
  }

  private static int mirrored(int i) {
    int phase = i % (2 * SAMPLE_SIDE);
    return phase < SAMPLE_SIDE ? phase : 2 * SAMPLE_SIDE - 1 - phase;
  }
}
