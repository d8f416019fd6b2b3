package org.gramscape.landcover.vectorize;

import java.io.IOException;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/** The rows of a class raster and of what lies beside it, from the top, read many at a time. */
final class ClassRows {

  /** Stands for no class. */
  static final int NONE = Integer.MIN_VALUE;

  private final RasterInfo info;
  private final int rowsARead;
  private final int[] classes;
  private final Bands ofClasses;
  private final Bands ofConfidence;
  private final Bands ofHeights;
  private final Bands ofProbabilities;
  private int row = -1;

  ClassRows(ClassRasters rasters, int rowsARead) {
    this.info = rasters.classes().info();
    this.rowsARead = rowsARead;
    this.classes = new int[info.width()];
    this.ofClasses = new Bands(rasters.classes(), 1);
    this.ofConfidence = rasters.confidence().map(source -> new Bands(source, 1)).orElse(null);
    this.ofHeights = rasters.heights().map(source -> new Bands(source, 1)).orElse(null);
    this.ofProbabilities =
        rasters
            .probabilities()
            .map(source -> new Bands(source, source.info().bands().size()))
            .orElse(null);
  }

  /**
   * Goes to the next row, if there is one.
   *
   * @throws org.gramscape.geoio.InvalidRasterException if a class is not a whole number
   */
  boolean next() throws IOException {
    if (++row == info.height()) {
      return false;
    }
    for (Bands bands : new Bands[] {ofClasses, ofConfidence, ofHeights, ofProbabilities}) {
      if (bands != null) {
        bands.goTo(row);
      }
    }
    PixelBlock block = ofClasses.block;
    int first = block.index(0, row - block.window().row(), 0);
    for (int column = 0; column < classes.length; column++) {
      classes[column] =
          block.valid()[first + column]
              ? ClassRasters.classOf(block.samples()[first + column], info)
              : NONE;
    }
    return true;
  }

  /** Whether the next row needs to be read. */
  boolean isAtEndOfRead() {
    return row + 1 == info.height() || (row + 1) % rowsARead == 0;
  }

  /** The class of each pixel, or {@link #NONE}. */
  int[] classes() {
    return classes;
  }

  /** The confidence of each pixel, NaN where unknown; null if there is none. */
  float[] confidence() {
    return ofConfidence == null ? null : ofConfidence.rows[0];
  }

  /** The height of each pixel, NaN where unknown; null if there is none. */
  float[] heights() {
    return ofHeights == null ? null : ofHeights.rows[0];
  }

  /** {@code [class][column]}, NaN where unknown; null if there is none. */
  float[][] probabilities() {
    return ofProbabilities == null ? null : ofProbabilities.rows;
  }

  /** The first bands of a raster, as they are meant. */
  private final class Bands {
    private final RasterSource source;
    private final int[] bands;
    private final float[][] rows;
    private PixelBlock block;

    Bands(RasterSource source, int count) {
      this.source = PhysicalSource.of(source);
      this.bands = new int[count];
      for (int band = 0; band < count; band++) {
        bands[band] = band;
      }
      this.rows = new float[count][info.width()];
    }

    void goTo(int wanted) throws IOException {
      if (wanted % rowsARead == 0) {
        int height = Math.min(rowsARead, info.height() - wanted);
        block = source.read(new Window(0, wanted, info.width(), height), bands);
      }
      if (this == ofClasses) {
        return;
      }
      for (int band = 0; band < bands.length; band++) {
        int first = block.index(band, wanted - block.window().row(), 0);
        for (int column = 0; column < rows[band].length; column++) {
          rows[band][column] =
              block.valid()[first + column] ? (float) block.samples()[first + column] : Float.NaN;
        }
      }
    }
  }
}
