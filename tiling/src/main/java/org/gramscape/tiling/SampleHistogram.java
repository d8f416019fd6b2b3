package org.gramscape.tiling;

import java.io.IOException;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * How often values occur among the valid, finite samples of a band.
 *
 * @param least the least value
 * @param width what one bin spans; 1 when bins are whole numbers
 * @param counts samples a bin
 */
record SampleHistogram(double least, double width, long[] counts) {
  private static final int MOST_BINS = 1 << 16;
  private static final int BLOCK_PIXELS = 1 << 20;

  static SampleHistogram of(RasterSource source, int band) throws IOException {
    double[] ends = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    forEach(
        source,
        band,
        value -> {
          ends[0] = Math.min(ends[0], value);
          ends[1] = Math.max(ends[1], value);
        });
    if (ends[0] > ends[1]) {
      throw new InvalidRasterException(
          source.info().name() + ": band " + (band + 1) + " has no valid sample");
    }
    double range = ends[1] - ends[0];
    boolean whole = !source.info().sampleType().isFloat() && range < MOST_BINS;
    double width = whole ? 1 : Math.max(range / (MOST_BINS - 1), Double.MIN_NORMAL);
    SampleHistogram histogram =
        new SampleHistogram(ends[0], width, new long[(int) (range / width) + 1]);
    forEach(source, band, value -> histogram.counts[(int) ((value - ends[0]) / width)]++);
    return histogram;
  }

  /** The value below which {@code percent} of the samples lie. */
  double percentile(double percent) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double wanted = percent / 100 * (total - 1);
    long passed = 0;
    int bin = 0;
    while (passed + counts[bin] <= wanted) {
      passed += counts[bin++];
    }
    return least + bin * width;
  }

  private interface Visitor {
    void visit(double value);
  }

  private static void forEach(RasterSource source, int band, Visitor visitor) throws IOException {
    RasterInfo info = source.info();
    int rows = Math.max(1, Math.min(info.height(), BLOCK_PIXELS / info.width()));
    for (int row = 0; row < info.height(); row += rows) {
      Window window = new Window(0, row, info.width(), Math.min(rows, info.height() - row));
      PixelBlock block = source.read(window, band);
      for (int i = 0; i < window.size(); i++) {
        if (block.valid()[i] && Double.isFinite(block.samples()[i])) {
          visitor.visit(block.samples()[i]);
        }
      }
    }
  }
}
