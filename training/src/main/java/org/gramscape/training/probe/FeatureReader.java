package org.gramscape.training.probe;

import java.io.IOException;
import org.gramscape.features.DenseFeatures;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;

/**
 * Reads scenes as a frozen backbone sees them, of large ones the middle: memory does not depend on
 * the scene.
 *
 * @param threads how many tiles are computed at once; the result does not depend on it
 * @param mostPatches a side that are read of a scene
 */
record FeatureReader(
    FeatureExtractor model, Layers layers, SceneView view, int threads, int mostPatches) {
  /** The patch tokens of a scene, which stays the caller's. */
  SceneFeatures read(RasterSource scene) throws IOException, InterruptedException {
    int patch = model.info().patchSize();
    int tile = Math.min(view.tile() / patch, patches(scene.info())) * patch;
    tile = Math.max(tile, patch);
    SceneView fitting = view.withTiles(tile, Math.min(view.overlap(), tile - patch));
    DenseFeatures features = new DenseFeatures(scene, fitting, model, layers);
    int width = features.width();
    int size = width * features.height();
    int channels = features.channels();
    float[] values = new float[Math.multiplyExact(size, channels)];
    boolean[] valid = new boolean[size];
    features.run(rows -> keep(rows, values, valid), threads, ProgressListener.NONE);
    return new SceneFeatures(
        features.georeference(), channels, width, features.height(), values, valid);
  }

  private static void keep(PixelBlock rows, float[] values, boolean[] valid) {
    int size = rows.window().size();
    int first = rows.window().row() * rows.window().width();
    for (int i = 0; i < size; i++) {
      valid[first + i] = rows.valid()[i];
      for (int c = 0; c < rows.bands(); c++) {
        values[(first + i) * rows.bands() + c] = (float) rows.samples()[c * size + i];
      }
    }
  }

  /** Patches along the longer side. */
  private int patches(RasterInfo scene) throws IOException {
    GroundSampleDistance pixel = scene.groundSampleDistance();
    double longer =
        Math.max(scene.width() * pixel.acrossMetres(), scene.height() * pixel.downMetres());
    return (int) Math.ceil(longer / patchMetres());
  }

  /** What can be read at once of a scene, which stays the caller's: the middle of a large one. */
  RasterSource middle(RasterSource scene) throws IOException {
    return SceneWindow.middle(scene, mostPatches * patchMetres());
  }

  private double patchMetres() {
    return model.info().patchSize()
        * view.groundSampleDistance().orElse(model.info().groundSampleDistance());
  }
}
