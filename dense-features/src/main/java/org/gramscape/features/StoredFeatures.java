package org.gramscape.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.Tile;

/**
 * Features that are read from a raster of them, one pixel a patch.
 *
 * <p>Where a tile's patches lie between those of the raster, they are interpolated linearly. A
 * patch without data is the mean of those around it that have some.
 */
public final class StoredFeatures implements TileFeatures {
  private final RasterSource raster;
  private final int[] bands;
  private final PatchGrid grid;
  private final ModelInfo model;
  private final Layers layers;
  private final Precision precision;

  private StoredFeatures(
      RasterSource raster, PatchGrid grid, ModelInfo model, Layers layers, Precision precision) {
    this.raster = raster;
    this.bands = IntStream.range(0, raster.info().bands().size()).toArray();
    this.grid = grid;
    this.model = model;
    this.layers = layers.in(model);
    this.precision = precision;
  }

  /**
   * Opens a raster of features; the caller closes it.
   *
   * @param file as {@link FeatureFile} writes it
   * @param scene whose features they are to be
   * @throws InvalidRasterException if the file keeps other features than these; the message says
   *     what differs
   */
  public static StoredFeatures open(
      String file,
      RasterInfo scene,
      SceneView view,
      ModelInfo model,
      Layers layers,
      Precision precision)
      throws IOException {
    RasterSource raster = PhysicalSource.of(view.open(file));
    try {
      RasterInfo info = raster.info();
      FeatureOrigin.of(scene, view, model, layers, precision).require(info);
      PatchGrid grid = PatchGrid.of(scene, view, model);
      if (info.width() != grid.across().count() || info.height() != grid.down().count()) {
        throw new InvalidRasterException(
            "%s has %d x %d px, and the scene %d x %d patches; delete it, and it is made anew"
                .formatted(
                    file, info.width(), info.height(), grid.across().count(), grid.down().count()));
      }
      return new StoredFeatures(raster, grid, model, layers, precision);
    } catch (IOException | RuntimeException e) {
      raster.close();
      throw e;
    }
  }

  /**
   * The name of the model whose features a file keeps.
   *
   * @throws InvalidRasterException if the file keeps no features
   */
  public static String modelOf(String file, SceneView view) throws IOException {
    try (RasterSource raster = view.open(file)) {
      String name = raster.info().metadata().get(FeatureOrigin.MODEL);
      if (name == null) {
        throw FeatureOrigin.noFeatures(raster.info());
      }
      return name;
    }
  }

  @Override
  public FeatureMap of(Tile tile) throws IOException {
    int columns = tile.width() / model.patchSize();
    int rows = tile.height() / model.patchSize();
    Window window = tile.window();
    double[] x = places(window.column(), window.width(), columns, grid.across());
    double[] y = places(window.row(), window.height(), rows, grid.down());
    Patches patches = read(around(x, y));
    float[] values = new float[Math.multiplyExact(rows * columns, channels())];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        patches.at(x[column], y[row], values, (row * columns + column) * channels());
      }
    }
    return new FeatureMap(channels(), rows, columns, values);
  }

  /** The middles of a tile's patches along an axis, in pixels of the raster from the first's. */
  private static double[] places(int start, int length, int count, PatchGrid.Axis axis) {
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      double pixel = start + (i + 0.5) * length / count;
      places[i] = Math.min(Math.max(pixel / axis.pixels() - 0.5, 0), axis.count() - 1.0);
    }
    return places;
  }

  /** What is needed of the raster for some places, and one pixel more on each side. */
  private Window around(double[] x, double[] y) {
    int left = Math.max(0, (int) x[0] - 1);
    int top = Math.max(0, (int) y[0] - 1);
    int right = Math.min(grid.across().count(), (int) x[x.length - 1] + 3);
    int bottom = Math.min(grid.down().count(), (int) y[y.length - 1] + 3);
    return new Window(left, top, right - left, bottom - top);
  }

  private Patches read(Window window) throws IOException {
    PixelBlock block;
    synchronized (raster) {
      block = raster.read(window, bands);
    }
    return Patches.of(block);
  }

  @Override
  public Layers layers() {
    return layers;
  }

  @Override
  public int channels() {
    return bands.length;
  }

  @Override
  public boolean isStored() {
    return true;
  }

  @Override
  public ModelInfo info() {
    return model;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** Of a tile's patches: samples as they are read, those without gaps, and the tile's own. */
  @Override
  public long weightsMemory() {
    return 0;
  }

  @Override
  public long workingMemory(int height, int width) {
    long patches = (height / model.patchSize() + 4L) * (width / model.patchSize() + 4L);
    return patches * channels() * (Double.BYTES + 2 * Float.BYTES);
  }

  @Override
  public void close() {
    try {
      raster.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Patches of a part of the raster.
   *
   * @param window of the raster
   * @param values {@code [height, width, channels]}, without gaps beside patches with data
   */
  private record Patches(Window window, int channels, float[] values) {

    static Patches of(PixelBlock block) {
      Window window = block.window();
      int channels = block.bands();
      float[] values = new float[Math.multiplyExact(window.size(), channels)];
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < window.size(); i++) {
          values[i * channels + c] = (float) block.samples()[c * window.size() + i];
        }
      }
      Patches patches = new Patches(window, channels, values);
      for (int i = 0; i < window.size(); i++) {
        if (!block.valid()[i]) {
          patches.fill(i, block.valid());
        }
      }
      return patches;
    }

    /** Makes a patch without data the mean of its neighbours that have some, or zero. */
    private void fill(int patch, boolean[] valid) {
      Arrays.fill(values, patch * channels, (patch + 1) * channels, 0);
      int row = patch / window.width();
      int column = patch % window.width();
      int neighbours = 0;
      for (int y = Math.max(0, row - 1); y <= Math.min(window.height() - 1, row + 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(window.width() - 1, column + 1); x++) {
          int other = y * window.width() + x;
          if (valid[other]) {
            neighbours++;
            for (int c = 0; c < channels; c++) {
              values[patch * channels + c] += values[other * channels + c];
            }
          }
        }
      }
      for (int c = 0; c < channels && neighbours > 0; c++) {
        values[patch * channels + c] /= neighbours;
      }
    }

    /** Writes the features at a place in pixels of the raster. */
    void at(double x, double y, float[] target, int offset) {
      int left = (int) x;
      int top = (int) y;
      double across = x - left;
      double down = y - top;
      add(left, top, (1 - across) * (1 - down), target, offset);
      add(left + 1, top, across * (1 - down), target, offset);
      add(left, top + 1, (1 - across) * down, target, offset);
      add(left + 1, top + 1, across * down, target, offset);
    }

    private void add(int column, int row, double weight, float[] target, int offset) {
      if (weight == 0) {
        return;
      }
      int from = ((row - window.row()) * window.width() + column - window.column()) * channels;
      for (int c = 0; c < channels; c++) {
        target[offset + c] += (float) (weight * values[from + c]);
      }
    }
  }
}
