package org.gramscape.landcover;

import java.io.IOException;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.landcover.vectorize.ClassRasters;

/** A class raster, pixel by pixel. */
final class ClassScan {
  private static final int GREATEST = 255;
  private static final int ROWS = 256;

  private ClassScan() {}

  /** Is told of each valid pixel, row by row. */
  interface Pixels {
    void pixel(int column, int row, int value);
  }

  /**
   * Goes through the first band.
   *
   * @throws InvalidRasterException if it holds no classes from 0 to 255, or has several bands
   */
  static void over(RasterSource classes, Pixels pixels) throws IOException {
    RasterInfo info = classes.info();
    ClassRasters.requireOneBand(info);
    for (int row = 0; row < info.height(); row += ROWS) {
      Window window = new Window(0, row, info.width(), Math.min(ROWS, info.height() - row));
      PixelBlock block = classes.read(window, 0);
      for (int i = 0; i < window.size(); i++) {
        if (block.valid()[i]) {
          pixels.pixel(
              i % window.width(), row + i / window.width(), value(block.samples()[i], info));
        }
      }
    }
  }

  /**
   * A sample as a class's value.
   *
   * @throws InvalidRasterException if it is none
   */
  static int value(double sample, RasterInfo info) throws InvalidRasterException {
    int value = ClassRasters.classOf(sample, info);
    if (value < 0 || value > GREATEST) {
      throw new InvalidRasterException(
          "%s: band 1 holds %d, but class values from 0 to %d are expected; number the classes anew with gdal_calc.py --type Byte, or with Reclassify by table in QGIS"
              .formatted(info.name(), value, GREATEST));
    }
    return value;
  }
}
