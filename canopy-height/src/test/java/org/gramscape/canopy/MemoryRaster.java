package org.gramscape.canopy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/** One band in memory; NaN is invalid. */
public record MemoryRaster(RasterInfo info, double[] values) implements RasterSource {

  public static MemoryRaster of(
      String name, int width, Georeference georeference, double... values) {
    return scaled(name, width, georeference, 1, 0, values);
  }

  /** One whose values stand for {@code value * scale + offset}. */
  public static MemoryRaster scaled(
      String name,
      int width,
      Georeference georeference,
      double scale,
      double offset,
      double... values) {
    return new MemoryRaster(name, width, georeference, scale, offset, "", values);
  }

  /** One that says its values are metres. */
  public static MemoryRaster metres(
      String name, int width, Georeference georeference, double... values) {
    return new MemoryRaster(name, width, georeference, 1, 0, "m", values);
  }

  private MemoryRaster(
      String name,
      int width,
      Georeference georeference,
      double scale,
      double offset,
      String unit,
      double... values) {
    this(
        new RasterInfo(
            name,
            "memory",
            "memory",
            width,
            values.length / width,
            SampleType.FLOAT64,
            List.of(
                new BandInfo(
                    "", BandInfo.Role.GRAY, OptionalDouble.empty(), 64, scale, offset, unit)),
            Optional.of(georeference),
            "",
            Optional.empty(),
            Map.of()),
        values);
  }

  @Override
  public PixelBlock read(Window window, int... bands) {
    PixelBlock block = PixelBlock.zeros(window, 1);
    for (int row = 0; row < window.height(); row++) {
      for (int column = 0; column < window.width(); column++) {
        int i = block.index(0, row, column);
        block.samples()[i] = values[(window.row() + row) * info.width() + window.column() + column];
        block.valid()[i] = !Double.isNaN(block.samples()[i]);
      }
    }
    return block;
  }

  @Override
  public void close() {}
}
