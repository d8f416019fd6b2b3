package org.gramscape.features;

import java.io.IOException;
import java.util.List;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.tiling.Tile;

/**
 * A backbone's features with {@link ColorTexture} beside them, on cells of a quarter of a patch:
 * finer than the backbone tells apart, whose features lie on straight lines between its patches.
 *
 * @param backbone is closed with this
 * @param squares sides in metres of the squares whose colour and texture are taken
 * @param groundSampleDistance metres a pixel at which tiles are seen
 */
public record ColoredFeatures(
    TileFeatures backbone, List<Double> squares, double groundSampleDistance)
    implements TileFeatures {
  /** Of few sets of squares, the one that told most in scenes of three kinds. */
  public static final List<Double> SQUARES = List.of(3.0, 8.0, 20.0);

  private static final int CELLS_ACROSS_PATCH = 4;

  public ColoredFeatures {
    squares = List.copyOf(squares);
  }

  /** A backbone's features with those of squares beside them; as they are if there is none. */
  public static TileFeatures beside(
      TileFeatures backbone, List<Double> squares, double groundSampleDistance) {
    return squares.isEmpty()
        ? backbone
        : new ColoredFeatures(backbone, squares, groundSampleDistance);
  }

  @Override
  public int channels() {
    return backbone.channels() + colors().channels();
  }

  @Override
  public List<Integer> parts() {
    return List.of(backbone.channels(), colors().channels());
  }

  private ColorTexture colors() {
    return new ColorTexture(
        info().normalisation(),
        Math.max(1, info().patchSize() / CELLS_ACROSS_PATCH),
        squares.stream().map(metres -> metres / groundSampleDistance).toList());
  }

  @Override
  public FeatureMap of(Tile tile) throws IOException {
    FeatureMap patches = backbone.of(tile);
    FeatureMap cells = colors().of(tile.samples(), tile.height(), tile.width());
    int channels = patches.channels() + cells.channels();
    float[] values = new float[Math.multiplyExact(cells.width() * cells.height(), channels)];
    for (int row = 0; row < cells.height(); row++) {
      double y = (row + 0.5) / cells.height() * patches.height();
      for (int column = 0; column < cells.width(); column++) {
        int cell = row * cells.width() + column;
        double x = (column + 0.5) / cells.width() * patches.width();
        patches.at(x, y, values, cell * channels);
        System.arraycopy(
            cells.values(),
            cell * cells.channels(),
            values,
            cell * channels + patches.channels(),
            cells.channels());
      }
    }
    return new FeatureMap(channels, cells.height(), cells.width(), values);
  }

  /** The backbone's, then colours' sums and the features of all cells. */
  @Override
  public long workingMemory(int height, int width) {
    int cell = colors().cell();
    long cells = (long) (height / cell) * (width / cell);
    return backbone.workingMemory(height, width)
        + colors().workingMemory(height, width)
        + cells * channels() * Float.BYTES;
  }

  @Override
  public Layers layers() {
    return backbone.layers();
  }

  @Override
  public boolean isStored() {
    return backbone.isStored();
  }

  @Override
  public ModelInfo info() {
    return backbone.info();
  }

  @Override
  public Precision precision() {
    return backbone.precision();
  }

  @Override
  public ComputeDevice device() {
    return backbone.device();
  }

  @Override
  public long weightsMemory() {
    return backbone.weightsMemory();
  }

  @Override
  public void close() {
    backbone.close();
  }
}
