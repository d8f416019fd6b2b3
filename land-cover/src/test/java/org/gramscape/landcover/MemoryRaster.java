package org.gramscape.landcover;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/** A raster of one band in UTM zone 32 north, from 400,000 east and 5,300,000 north. */
record MemoryRaster(RasterInfo info, double[] values) implements RasterSource {
  static final int NODATA = 255;

  /**
   * @param shift metres to the east
   * @param metres side of a pixel
   */
  static MemoryRaster of(
      String name,
      int width,
      double shift,
      double metres,
      Map<String, String> metadata,
      double... values)
      throws UnsupportedCrsException {
    GeoTransform transform = GeoTransform.northUp(400_000 + shift, 5_300_000, metres, metres);
    RasterInfo info =
        new RasterInfo(
            name,
            "memory",
            "memory",
            width,
            values.length / width,
            SampleType.UINT8,
            List.of(),
            Optional.of(new Georeference(Crs.epsg(32632), transform)),
            "",
            Optional.empty(),
            metadata);
    return new MemoryRaster(info, values);
  }

  @Override
  public PixelBlock read(Window window, int... bands) {
    PixelBlock block = PixelBlock.zeros(window, 1);
    for (int i = 0; i < window.size(); i++) {
      int row = window.row() + i / window.width();
      int column = window.column() + i % window.width();
      block.samples()[i] = values[row * info.width() + column];
      block.valid()[i] = block.samples()[i] != NODATA;
    }
    return block;
  }

  @Override
  public void close() {}
}
