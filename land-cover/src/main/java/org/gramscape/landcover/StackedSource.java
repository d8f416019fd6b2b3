package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/** The first bands of two rasters of the same grid, as one raster of two bands. */
record StackedSource(RasterSource first, RasterSource second, RasterInfo info)
    implements RasterSource {

  static StackedSource of(RasterSource first, RasterSource second) {
    RasterInfo a = first.info();
    List<BandInfo> bands = new ArrayList<>();
    bands.add(a.bands().get(0));
    bands.add(second.info().bands().get(0));
    return new StackedSource(
        first,
        second,
        new RasterInfo(
            a.name(),
            a.backend(),
            a.format(),
            a.width(),
            a.height(),
            a.sampleType(),
            bands,
            a.georeference(),
            a.whyNot(),
            a.colors(),
            a.metadata()));
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

  @Override
  public void close() throws IOException {
    try (first) {
      second.close();
    }
  }
}
