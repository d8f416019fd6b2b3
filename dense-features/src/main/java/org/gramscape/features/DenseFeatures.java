package org.gramscape.features;

import java.io.IOException;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.tiling.Contribution;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RowWriter;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TilePipeline;
import org.gramscape.tiling.TilePlan;
import org.gramscape.tiling.TileReader;

/**
 * A scene's features, one vector a patch: a raster of {@code [channels, height, width]} patches.
 *
 * <p>Overlapping tiles are blended like predictions are. A patch is valid when any of its pixels
 * is. Memory is one row of tiles of patches, whatever the scene's height.
 */
public final class DenseFeatures {
  private final FeatureExtractor extractor;
  private final Layers layers;
  private final FeatureOrigin origin;
  private final PatchGrid patches;
  private final TileReader reader;
  private final Georeference georeference;

  /**
   * @param scene stays open, and the caller's
   * @param view its tile and overlap are made multiples of the patch
   * @throws org.gramscape.geoio.UnusableInputException if the scene has too few bands or no usable
   *     georeference
   */
  public DenseFeatures(
      RasterSource scene, SceneView view, FeatureExtractor extractor, Layers layers)
      throws IOException {
    this.extractor = extractor;
    this.layers = layers;
    ModelInfo model = extractor.info();
    RasterInfo info = scene.info();
    this.origin = FeatureOrigin.of(info, view, model, layers, extractor.precision());
    this.patches = PatchGrid.of(info, view, model);
    this.georeference = patches.georeference(info.requireGeoreference());
    TilePlan plan = patches.tilePlan();
    float[] means = model.normalisation().mean();
    int[] bands = view.bands(info, means.length);
    this.reader =
        new TileReader(
            PaddedSource.of(scene, plan.grid().width(), plan.grid().height()),
            plan,
            bands,
            view.scaling().of(scene, bands),
            new Normalisation(means, model.normalisation().standardDeviation()));
  }

  public int channels() {
    return extractor.channels(layers);
  }

  /** Patches along a row. */
  public int width() {
    return patches.across().count();
  }

  /** Patches along a column. */
  public int height() {
    return patches.down().count();
  }

  /** Where the raster of patches lies. */
  public Georeference georeference() {
    return georeference;
  }

  /** What they depend on. */
  FeatureOrigin origin() {
    return origin;
  }

  /**
   * Computes all features and hands them to {@code out}, from top to bottom.
   *
   * @param threads how many tiles are computed at once; the result does not depend on it
   * @throws InvalidRasterException if no pixel of the scene is valid
   * @throws InterruptedException if the thread was interrupted
   */
  public void run(RowWriter out, int threads, ProgressListener listener)
      throws IOException, InterruptedException {
    InferenceSummary summary =
        new TilePipeline(reader, this::features, patches.tileGrid(), channels(), threads, listener)
            .run(out);
    if (summary.skipped() == summary.tiles()) {
      throw reader.noValidPixel();
    }
  }

  private Contribution features(SceneTile sceneTile) {
    var tile = sceneTile.tile();
    FeatureMap map = extractor.extract(tile.samples(), tile.height(), tile.width(), layers);
    int size = map.height() * map.width();
    float[] values = new float[map.channels() * size];
    for (int patch = 0; patch < size; patch++) {
      for (int channel = 0; channel < map.channels(); channel++) {
        values[channel * size + patch] = map.values()[patch * map.channels() + channel];
      }
    }
    return new Contribution(tile.index(), values, validPatches(tile.index(), sceneTile.valid()));
  }

  /** Which patches of a tile hold a valid pixel. */
  private boolean[] validPatches(int index, boolean[] validPixels) {
    Window window = patches.tileGrid().covered(index);
    boolean[] valid = new boolean[window.size()];
    int pixelWidth = window.width() * patches.across().pixels();
    for (int i = 0; i < validPixels.length; i++) {
      int column = i % pixelWidth / patches.across().pixels();
      int row = i / pixelWidth / patches.down().pixels();
      valid[row * window.width() + column] |= validPixels[i];
    }
    return valid;
  }
}
