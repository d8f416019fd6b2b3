package org.gramscape.landcover.vectorize;

import java.util.OptionalInt;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;

/** One row of a class raster: the class of each pixel and how sure it is. */
final class ClassRow {

  /** Stands for no class. */
  static final int NONE = Integer.MIN_VALUE;

  private final RasterInfo info;
  private final int classBand;
  private final boolean hasConfidence;
  private final double scale;
  private final double offset;
  private final int[] classes;
  private final float[] confidence;

  ClassRow(RasterInfo info, int classBand, OptionalInt confidenceBand) {
    this.info = info;
    this.classBand = classBand;
    this.hasConfidence = confidenceBand.isPresent();
    BandInfo band = info.bands().get(confidenceBand.orElse(classBand));
    this.scale = band.scale();
    this.offset = band.offset();
    this.classes = new int[info.width()];
    this.confidence = new float[info.width()];
  }

  /** The class of each pixel, or {@link #NONE}. */
  int[] classes() {
    return classes;
  }

  boolean hasConfidence() {
    return hasConfidence;
  }

  /** The confidence of each pixel, NaN where unknown. */
  float[] confidence() {
    return confidence;
  }

  /**
   * Takes a row of a block whose first band are the classes, and the second, if any, their
   * confidence.
   *
   * @throws InvalidRasterException if a class is not a whole number
   */
  void take(PixelBlock block, int row) throws InvalidRasterException {
    double[] samples = block.samples();
    boolean[] valid = block.valid();
    int first = block.index(0, row, 0);
    for (int column = 0; column < classes.length; column++) {
      classes[column] = valid[first + column] ? wholeNumber(samples[first + column]) : NONE;
    }
    if (hasConfidence) {
      first = block.index(1, row, 0);
      for (int column = 0; column < classes.length; column++) {
        confidence[column] =
            valid[first + column] ? (float) (samples[first + column] * scale + offset) : Float.NaN;
      }
    }
  }

  private int wholeNumber(double value) throws InvalidRasterException {
    int whole = (int) value;
    if (value != whole || whole == NONE) {
      throw new InvalidRasterException(
          info.name()
              + ": band "
              + (classBand + 1)
              + " holds "
              + value
              + ", but classes are whole numbers; name the band that holds the classes");
    }
    return whole;
  }
}
