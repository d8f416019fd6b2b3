package org.gramscape.training.scenes;

import org.gramscape.geoio.raster.SampleType;
import org.gramscape.tiling.RangeScaling;

/** Stored samples, in few bytes each, that are asked for as [0, 1]. */
interface Store {

  /** Keeps a finite sample. */
  void put(int band, int place, double stored);

  /** A sample that was kept. */
  float get(int band, int place);

  /**
   * A store of {@code length} samples.
   *
   * @param bands their places in the file, by which they are scaled
   */
  static Store of(SampleType type, int length, int[] bands, RangeScaling scaling) {
    return switch (type.bytes()) {
      case 1 -> new Bytes(new byte[length], (int) type.min(), tables(type, bands, scaling));
      case 2 -> new Shorts(new short[length], (int) type.min(), bands, scaling);
      default -> new Floats(new float[length], bands, scaling);
    };
  }

  private static float[][] tables(SampleType type, int[] bands, RangeScaling scaling) {
    int least = (int) type.min();
    float[][] tables = new float[bands.length][(int) type.max() - least + 1];
    for (int band = 0; band < bands.length; band++) {
      for (int i = 0; i < tables[band].length; i++) {
        tables[band][i] = scaling.scale(bands[band], (double) least + i);
      }
    }
    return tables;
  }

  /**
   * Samples of 8 bits.
   *
   * @param least of the type
   * @param tables what each value from the least on is as [0, 1], band by band
   */
  record Bytes(byte[] values, int least, float[][] tables) implements Store {
    @Override
    public void put(int band, int place, double stored) {
      values[place] = (byte) ((int) stored - least);
    }

    @Override
    public float get(int band, int place) {
      return tables[band][values[place] & 0xff];
    }
  }

  /** Samples of 16 bits. */
  record Shorts(short[] values, int least, int[] bands, RangeScaling scaling) implements Store {
    @Override
    public void put(int band, int place, double stored) {
      values[place] = (short) ((int) stored - least);
    }

    @Override
    public float get(int band, int place) {
      return scaling.scale(bands[band], (double) least + (values[place] & 0xffff));
    }
  }

  /** Samples of more bits, scaled when they are kept. */
  record Floats(float[] values, int[] bands, RangeScaling scaling) implements Store {
    @Override
    public void put(int band, int place, double stored) {
      values[place] = scaling.scale(bands[band], stored);
    }

    @Override
    public float get(int band, int place) {
      return values[place];
    }
  }
}
