package org.gramscape.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;
import org.gramscape.tiling.TileReader;
import org.gramscape.tiling.TiledInference;

/** Runs a predictor of one's own over a scene: here the share of green in a pixel's light. */
public final class OwnPredictor implements TilePredictor {

  /** Samples as they are, in [0, 1]. */
  private static final Normalisation NONE = new Normalisation(new float[3], new float[] {1, 1, 1});

  /**
   * @param arguments a folder for the files
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "gramscape-sample");
    SampleScene sample = SampleScene.generate(1, 512, 512, folder, true);
    SceneView view = SceneView.DEFAULT.withTiles(256, 32);

    try (RasterSource scene = view.open(sample.scene().toString())) {
      TileReader reader = view.reader(scene, NONE, SampleScene.GROUND_SAMPLE_DISTANCE);
      RasterSpec spec =
          new RasterSpec(
              scene.info().width(),
              scene.info().height(),
              SampleType.FLOAT32,
              List.of("greenness"),
              scene.info().requireGeoreference(),
              OptionalDouble.of(Double.NaN),
              RasterSpec.Overviews.AVERAGE,
              Optional.empty(),
              Map.of(),
              Map.of());
      try (RasterSink sink = Rasters.create(folder.resolve("greenness.tif"), spec, true)) {
        System.out.println(
            new TiledInference(reader, new OwnPredictor(), 2, ProgressListener.NONE)
                .run(sink::write));
        sink.commit();
      }
    }
  }

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
    return (long) Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) {
    int size = tile.width() * tile.height();
    float[] rgb = tile.samples();
    float[] share = new float[size];
    for (int i = 0; i < size; i++) {
      float light = rgb[i] + rgb[size + i] + rgb[2 * size + i];
      share[i] = light > 0 ? rgb[size + i] / light : 0;
    }
    return new Prediction(1, tile.width(), tile.height(), share);
  }
}
