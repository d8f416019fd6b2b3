package org.gramscape.training.probe;

import java.util.Collections;
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

/** Three bands whose samples are {@code column + 2 * row}. */
record MemoryScene(RasterInfo info) implements RasterSource {

  static MemoryScene of(int width, int height, Optional<Georeference> place) {
    BandInfo band = new BandInfo("", BandInfo.Role.GRAY, OptionalDouble.empty(), 8, 1, 0);
    return new MemoryScene(
        new RasterInfo(
            "memory.tif",
            "memory",
            "memory",
            width,
            height,
            SampleType.UINT8,
            Collections.nCopies(3, band),
            place,
            place.isPresent() ? "" : "no georeference",
            Optional.empty(),
            Map.of()));
  }

  @Override
  public PixelBlock read(Window window, int... bands) {
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    for (int i = 0; i < block.samples().length; i++) {
      int pixel = i % window.size();
      block.samples()[i] =
          window.column() + pixel % window.width() + 2 * (window.row() + pixel / window.width());
    }
    return block;
  }

  @Override
  public void close() {}
}
