package org.gramscape.training.scenes;

import java.io.IOException;
import java.util.BitSet;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.RangeScaling;

/**
 * The samples of a scene or of a part of it, in as few bytes as the file has for them, and as [0,
 * 1] when they are asked for. As for maps, a pixel is valid where one of its bands is and none is
 * infinite.
 */
final class Samples {
  /** Of blocks on the way, which take nine bytes a sample. */
  private static final int MOST_AT_ONCE = 1 << 22;

  private final int bands;
  private final int height;
  private final int width;
  private final Store store;

  /** Of samples, {@code [bands, height, width]}; null where all are valid. */
  private final BitSet valid;

  private Samples(int bands, int height, int width, Store store, BitSet valid) {
    this.bands = bands;
    this.height = height;
    this.width = width;
    this.store = store;
    this.valid = valid;
  }

  /** What {@link #read} keeps of a pixel's band, validity aside. */
  static int bytes(SampleType type) {
    return Math.min(type.bytes(), Float.BYTES);
  }

  /**
   * Reads a window, some rows at a time.
   *
   * @param bands their places in the file
   */
  static Samples read(RasterSource source, Window window, int[] bands, RangeScaling scaling)
      throws IOException {
    SampleType type = source.info().sampleType();
    int length = Math.multiplyExact(bands.length, window.size());
    Store store = Store.of(type, length, bands, scaling);
    BitSet valid = new BitSet(length);
    int rows = Math.max(1, MOST_AT_ONCE / (bands.length * window.width()));
    for (int top = 0; top < window.height(); top += rows) {
      int height = Math.min(rows, window.height() - top);
      Window part = new Window(window.column(), window.row() + top, window.width(), height);
      PixelBlock block = source.read(part, bands);
      if (type.isFloat()) {
        switchOffInfinite(block);
      }
      for (int band = 0; band < bands.length; band++) {
        int to = band * window.size() + top * window.width();
        for (int i = 0; i < part.size(); i++) {
          int from = band * part.size() + i;
          if (block.valid()[from]) {
            store.put(band, to + i, block.samples()[from]);
            valid.set(to + i);
          }
        }
      }
    }
    boolean all = valid.cardinality() == length;
    return new Samples(bands.length, window.height(), window.width(), store, all ? null : valid);
  }

  /** In all bands where one of them is. */
  private static void switchOffInfinite(PixelBlock block) {
    int pixels = block.window().size();
    for (int i = 0; i < block.samples().length; i++) {
      if (!Double.isFinite(block.samples()[i])) {
        for (int band = 0; band < block.bands(); band++) {
          block.valid()[band * pixels + i % pixels] = false;
        }
      }
    }
  }

  int bands() {
    return bands;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  private int place(int band, int row, int column) {
    return (band * height + row) * width + column;
  }

  boolean isValid(int band, int row, int column) {
    return valid == null || valid.get(place(band, row, column));
  }

  private boolean isValid(int row, int column) {
    for (int band = 0; band < bands; band++) {
      if (isValid(band, row, column)) {
        return true;
      }
    }
    return false;
  }

  float scaled(int band, int row, int column) {
    return store.get(band, place(band, row, column));
  }

  /** The share of a window's pixels that are valid. */
  double validShare(int top, int left, int rows, int columns) {
    if (valid == null) {
      return 1;
    }
    int count = 0;
    for (int row = top; row < top + rows; row++) {
      for (int column = left; column < left + columns; column++) {
        count += isValid(row, column) ? 1 : 0;
      }
    }
    return (double) count / rows / columns;
  }

  /**
   * A square as [0, 1], {@code [bands, side, side]}; what lies beyond the samples' right and lower
   * ends mirrors them.
   *
   * @param invalid what each band has where it isn't valid
   */
  float[] square(int top, int left, int side, float[] invalid) {
    int[] columns = new int[side];
    for (int x = 0; x < side; x++) {
      columns[x] = left + mirrored(x, Math.min(side, width - left));
    }
    float[] square = new float[bands * side * side];
    for (int band = 0; band < bands; band++) {
      for (int y = 0; y < side; y++) {
        int row = top + mirrored(y, Math.min(side, height - top));
        int from = place(band, row, 0);
        int to = (band * side + y) * side;
        for (int x = 0; x < side; x++) {
          int place = from + columns[x];
          square[to + x] =
              valid == null || valid.get(place) ? store.get(band, place) : invalid[band];
        }
      }
    }
    return square;
  }

  /** Back and forth; the end pixels are not repeated. */
  private static int mirrored(int i, int length) {
    if (length == 1) {
      return 0;
    }
    int phase = i % (2 * (length - 1));
    return Math.min(phase, 2 * (length - 1) - phase);
  }
}
