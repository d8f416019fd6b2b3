package org.gramscape.landcover;

import java.io.IOException;
import java.util.List;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/** The first bands of two rasters of the same grid, as one raster of two bands. */
record StackedSource(RasterSource first, RasterSource second, RasterInfo info)
    implements RasterSource {

  /**
   * Both stay the caller's.
   *
   * @throws InvalidRasterException if they are not of one grid
   */
  static StackedSource of(RasterSource first, RasterSource second) throws IOException {
    RasterInfo a = first.info();
    RasterInfo b = second.info();
    if (a.width() != b.width()
        || a.height() != b.height()
        || !a.requireGeoreference().transform().equals(b.requireGeoreference().transform())) {
      throw new InvalidRasterException(
          "%s (%d x %d px) is not of the grid of %s (%d x %d px), beside which it lies; move it away or make both anew"
              .formatted(b.name(), b.width(), b.height(), a.name(), a.width(), a.height()));
    }
    return new StackedSource(
        first, second, a.withBands(a.sampleType(), List.of(a.bands().get(0), b.bands().get(0))));
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    int size = window.size();
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    for (int i = 0; i < bands.length; i++) {
      PixelBlock one = (bands[i] == 0 ? first : second).read(window, 0);
      System.arraycopy(one.samples(), 0, block.samples(), i * size, size);
      System.arraycopy(one.valid(), 0, block.valid(), i * size, size);
    }
    return block;
  }

  /** Leaves both open: they belong to whoever opened them. */
  @Override
  public void close() {}
}
