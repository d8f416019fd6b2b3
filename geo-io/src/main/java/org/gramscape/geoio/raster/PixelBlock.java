package org.gramscape.geoio.raster;

import java.util.Arrays;

/**
 * The samples of a window, band by band, and which of them are valid.
 *
 * <p>Samples are {@code [bands, height, width]} as stored in the file: no scale or offset applied.
 * {@code double} holds every sample type exactly. The arrays are not copied; whoever made the block
 * owns them.
 */
public final class PixelBlock {
  private final Window window;
  private final int bands;
  private final double[] samples;
  private final boolean[] valid;

  /**
   * @throws IllegalArgumentException if the arrays do not hold {@code bands * window.size()} values
   */
  public PixelBlock(Window window, int bands, double[] samples, boolean[] valid) {
    int length = Math.multiplyExact(bands, window.size());
    if (samples.length != length || valid.length != length) {
      throw new IllegalArgumentException(
          "%d bands of %s need %d samples and validities, not %d and %d"
              .formatted(bands, window, length, samples.length, valid.length));
    }
    this.window = window;
    this.bands = bands;
    this.samples = samples;
    this.valid = valid;
  }

  /** A block of zeros, every sample valid. */
  public static PixelBlock zeros(Window window, int bands) {
    int length = Math.multiplyExact(bands, window.size());
    boolean[] valid = new boolean[length];
    Arrays.fill(valid, true);
    return new PixelBlock(window, bands, new double[length], valid);
  }

  public Window window() {
    return window;
  }

  public int bands() {
    return bands;
  }

  /** {@code [bands, height, width]}. */
  public double[] samples() {
    return samples;
  }

  /** {@code [bands, height, width]}; false where nodata, masked, or NaN. */
  public boolean[] valid() {
    return valid;
  }

  /** The place of a sample in the arrays; column and row are relative to the window. */
  public int index(int band, int row, int column) {
    return (band * window.height() + row) * window.width() + column;
  }
}
