package org.gramscape.training.scenes;

import java.util.BitSet;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.tiling.RangeScaling;

/**
 * The samples of a scene or of a part of it, in as few bytes as the file has for them, and as [0,
 * 1] when they are asked for. As for maps, a pixel is valid where one of its bands is and none is
 * infinite.
 */
final class Samples {
  private static final int BYTE_VALUES = 256;

  private final int bands;
  private final int height;
  private final int width;
  private final Values values;

  /** Of samples, {@code [bands, height, width]}; null where all are valid. */
  private final BitSet valid;

  /** Samples as [0, 1]. */
  private interface Values {
    float get(int band, int place);
  }

  private Samples(int bands, int height, int width, Values values, BitSet valid) {
    this.bands = bands;
    this.height = height;
    this.width = width;
    this.values = values;
    this.valid = valid;
  }

  /** What {@link #of} will keep of a pixel's band, validity aside. */
  static int bytes(SampleType type) {
    return Math.min(type.bytes(), Float.BYTES);
  }

  /**
   * The samples of a block.
   *
   * @param fileBands the places of the block's bands in the file, for their scaling
   */
  static Samples of(PixelBlock block, SampleType type, int[] fileBands, RangeScaling scaling) {
    BitSet valid = valid(block, type.isFloat());
    return new Samples(
        block.bands(),
        block.window().height(),
        block.window().width(),
        values(block, type, fileBands, scaling),
        valid.cardinality() == block.samples().length ? null : valid);
  }

  private static BitSet valid(PixelBlock block, boolean floats) {
    int pixels = block.window().size();
    BitSet valid = new BitSet(block.samples().length);
    BitSet infinite = new BitSet();
    for (int i = 0; i < block.samples().length; i++) {
      valid.set(i, block.valid()[i]);
      if (floats && !Double.isFinite(block.samples()[i])) {
        infinite.set(i % pixels);
      }
    }
    infinite.stream()
        .forEach(
            pixel -> {
              for (int band = 0; band < block.bands(); band++) {
                valid.clear(band * pixels + pixel);
              }
            });
    return valid;
  }

  private static Values values(
      PixelBlock block, SampleType type, int[] fileBands, RangeScaling scaling) {
    double[] samples = block.samples();
    int least = type.isFloat() ? 0 : (int) Math.max(type.min(), Integer.MIN_VALUE);
    switch (type.bytes()) {
      case 1 -> {
        byte[] stored = new byte[samples.length];
        for (int i = 0; i < stored.length; i++) {
          stored[i] = (byte) ((int) samples[i] - least);
        }
        float[][] table = new float[fileBands.length][BYTE_VALUES];
        for (int band = 0; band < table.length; band++) {
          for (int i = 0; i < BYTE_VALUES; i++) {
            table[band][i] = scaling.scale(fileBands[band], (double) least + i);
          }
        }
        return (band, place) -> table[band][stored[place] & 0xff];
      }
      case 2 -> {
        short[] stored = new short[samples.length];
        for (int i = 0; i < stored.length; i++) {
          stored[i] = (short) ((int) samples[i] - least);
        }
        return (band, place) ->
            scaling.scale(fileBands[band], (double) least + (stored[place] & 0xffff));
      }
      default -> {
        int pixels = block.window().size();
        float[] scaled = new float[samples.length];
        for (int i = 0; i < scaled.length; i++) {
          scaled[i] =
              Double.isFinite(samples[i]) ? scaling.scale(fileBands[i / pixels], samples[i]) : 0;
        }
        return (band, place) -> scaled[place];
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
    return values.get(band, place(band, row, column));
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
              valid == null || valid.get(place) ? values.get(band, place) : invalid[band];
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
