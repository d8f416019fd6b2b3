package org.gramscape.canopy;

import java.util.Arrays;
import java.util.List;
import org.gramscape.features.ColorTexture;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.Tile;

/**
 * What a {@link HeightHead} sees of a tile's cells, several of which lie across a patch.
 *
 * <p>Of patches a backbone's features: of the image as it is, and of the image at half the size,
 * where a patch shows more of what is around. Both are means over a patch and its neighbours, as
 * one patch's own features are noisy; those of half the size lie on straight lines between the
 * middles of their patches. Beside them {@link ColorTexture} of the cell and of what is around it,
 * which tells crowns and the edges of stands apart, where patches are blurred.
 *
 * @param layers of the model
 * @param cellsAcrossPatch cells side by side in a patch
 */
record HeightFeatures(FeatureExtractor model, Layers layers, int cellsAcrossPatch) {
  private static final int SCALES = 2;

  /** Sides of the squares whose colour and texture are taken, in patches. */
  private static final List<Double> SQUARES = List.of(0.25, 0.75, 2.0);

  /** Length of a cell's vector. */
  int channels() {
    return channels(model.channels(layers));
  }

  /** Length of a cell's vector with a backbone of so many channels. */
  static int channels(int backbone) {
    return SCALES * backbone + colors();
  }

  /** Where in a cell's vector its own red, green and blue are. */
  static int firstColor(int backbone) {
    return SCALES * backbone;
  }

  /** How many of a cell's numbers, the last ones, are colours. */
  static int colors() {
    return ColorTexture.channels(SQUARES.size());
  }

  /** Tiles for a model must have sides that are multiples of this many pixels. */
  static int sideMultiple(ModelInfo model) {
    return SCALES * model.patchSize();
  }

  /** Side of a cell in pixels. */
  int cell() {
    return Math.max(1, model.info().patchSize() / cellsAcrossPatch);
  }

  private ColorTexture colorTexture() {
    int patch = model.info().patchSize();
    return new ColorTexture(
        model.info().normalisation(), cell(), SQUARES.stream().map(side -> side * patch).toList());
  }

  /** Memory in bytes that {@link #of} takes, its result among them. */
  long workingMemory(int width, int height) {
    int patch = model.info().patchSize();
    long patches = (long) (width / patch) * (height / patch);
    long features = patches * SCALES * model.channels(layers);
    long bands = model.info().normalisation().mean().length;
    // Features as they came, as planes, averaged and side by side; the image at half the size.
    long backbone =
        model.workingMemory(height, width)
            + 4 * Float.BYTES * features
            + Float.BYTES * bands * width * height / (SCALES * SCALES);
    return backbone + colorTexture().workingMemory(height, width);
  }

  /**
   * Of a tile.
   *
   * @param tile of sides that are multiples of {@link #sideMultiple}
   */
  CellFeatures of(Tile tile) {
    return new CellFeatures(
        patches(tile), colorTexture().of(tile.samples(), tile.height(), tile.width()));
  }

  private FeatureMap patches(Tile tile) {
    FeatureMap whole = model.extract(tile.samples(), tile.height(), tile.width(), layers);
    int width = tile.width() / SCALES;
    int height = tile.height() / SCALES;
    float[] small =
        Resampling.between(tile.width(), tile.height(), width, height)
            .apply(tile.samples(), tile.bands());
    FeatureMap half = model.extract(small, height, width, layers);
    int patches = whole.width() * whole.height();
    int channels = SCALES * whole.channels();
    float[] near = smoothed(whole);
    float[] around =
        Resampling.between(half.width(), half.height(), whole.width(), whole.height())
            .apply(smoothed(half), half.channels());
    float[] values = new float[channels * patches];
    for (int patch = 0; patch < patches; patch++) {
      int first = patch * channels;
      for (int i = 0; i < whole.channels(); i++) {
        values[first + i] = near[i * patches + patch];
        values[first + whole.channels() + i] = around[i * patches + patch];
      }
    }
    return new FeatureMap(channels, whole.height(), whole.width(), values);
  }

  /** Means over each patch and its neighbours in the tile, {@code [channels, height, width]}. */
  private static float[] smoothed(FeatureMap map) {
    int size = map.width() * map.height();
    float[] planes = new float[map.channels() * size];
    double[] sums = new double[map.channels()];
    for (int patch = 0; patch < size; patch++) {
      int row = patch / map.width();
      int column = patch % map.width();
      Arrays.fill(sums, 0);
      int count = 0;
      for (int y = Math.max(0, row - 1); y <= Math.min(map.height() - 1, row + 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(map.width() - 1, column + 1); x++) {
          int first = (y * map.width() + x) * map.channels();
          for (int i = 0; i < sums.length; i++) {
            sums[i] += map.values()[first + i];
          }
          count++;
        }
      }
      for (int i = 0; i < sums.length; i++) {
        planes[i * size + patch] = (float) (sums[i] / count);
      }
    }
    return planes;
  }
}
