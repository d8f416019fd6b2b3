package org.gramscape.features;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/** A raster made larger to the right and below; what is added is invalid. */
record PaddedSource(RasterSource source, RasterInfo info) implements RasterSource {

  static RasterSource of(RasterSource source, int width, int height) {
    RasterInfo info = source.info();
    if (info.width() == width && info.height() == height) {
      return source;
    }
    return new PaddedSource(
        source, info.withGrid(width, height, info.georeference(), info.whyNot()));
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    int width = Math.min(window.endColumn(), source.info().width()) - window.column();
    int height = Math.min(window.endRow(), source.info().height()) - window.row();
    PixelBlock inside =
        source.read(new Window(window.column(), window.row(), width, height), bands);
    if (inside.window().equals(window)) {
      return inside;
    }
    int length = bands.length * window.size();
    PixelBlock padded =
        new PixelBlock(window, bands.length, new double[length], new boolean[length]);
    for (int band = 0; band < bands.length; band++) {
      for (int row = 0; row < height; row++) {
        int from = inside.index(band, row, 0);
        int to = padded.index(band, row, 0);
        System.arraycopy(inside.samples(), from, padded.samples(), to, width);
        System.arraycopy(inside.valid(), from, padded.valid(), to, width);
      }
    }
    return padded;
  }

  /** Leaves the source open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
