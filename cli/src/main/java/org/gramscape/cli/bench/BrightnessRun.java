package org.gramscape.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RangeScaling;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePlan;
import org.gramscape.tiling.TilePredictor;
import org.gramscape.tiling.TileReader;
import org.gramscape.tiling.TiledInference;

/**
 * A process of its own that maps the brightness of a scene: the way of every map, with a network
 * that costs nothing.
 */
public final class BrightnessRun {
  private static final int TILE = 512;
  private static final int OVERLAP = 128;
  private static final double NODATA = -9999;

  private BrightnessRun() {}

  /**
   * @param arguments scene, output, backend
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path output = Path.of(arguments[1]);
    try (RasterSource scene = Rasters.open(arguments[0], Backend.valueOf(arguments[2]))) {
      RasterInfo info = scene.info();
      TileReader reader =
          new TileReader(
              scene,
              TilePlan.atSceneResolution(info.width(), info.height(), TILE, OVERLAP),
              new int[] {0, 1, 2},
              RangeScaling.bits(info),
              new Normalisation(new float[3], new float[] {1, 1, 1}));
      int threads = Runtime.getRuntime().availableProcessors();
      try (RasterSink sink = Rasters.create(output, spec(info), true)) {
        new TiledInference(reader, new Brightness(), threads, ProgressListener.NONE)
            .run(sink::write);
        sink.commit();
      }
    }
  }

  private static RasterSpec spec(RasterInfo scene) throws IOException {
    return new RasterSpec(
        scene.width(),
        scene.height(),
        SampleType.FLOAT32,
        List.of("brightness"),
        scene.requireGeoreference(),
        OptionalDouble.of(NODATA),
        Overviews.AVERAGE,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  /** Luma of red, green and blue, 0 to 1 (ITU-R BT.601). */
  private static final class Brightness implements TilePredictor {

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int sideMultiple() {
      return 1;
    }

    @Override
    public long workingMemory(int width, int height) {
      return (long) width * height * Float.BYTES;
    }

    @Override
    public Prediction predict(Tile tile) {
      float[] rgb = tile.samples();
      float[] brightness = new float[rgb.length / 3];
      for (int i = 0; i < brightness.length; i++) {
        brightness[i] =
            0.299f * rgb[i]
                + 0.587f * rgb[brightness.length + i]
                + 0.114f * rgb[2 * brightness.length + i];
      }
      return new Prediction(1, tile.width(), tile.height(), brightness);
    }
  }
}
