package org.gramscape.geoio.raster;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A raster whose samples are what the stored ones stand for: each band's declared scale and offset
 * are applied, so heights stored as centimetres come in metres. Validity is that of the stored
 * samples.
 */
public final class PhysicalSource implements RasterSource {
  private final RasterSource stored;
  private final RasterInfo info;

  private PhysicalSource(RasterSource stored, RasterInfo info) {
    this.stored = stored;
    this.info = info;
  }

  /** Takes over a raster; itself if its samples stand for themselves. */
  public static RasterSource of(RasterSource stored) {
    RasterInfo info = stored.info();
    if (info.bands().stream().allMatch(band -> band.scale() == 1 && band.offset() == 0)) {
      return stored;
    }
    List<BandInfo> physical = info.bands().stream().map(PhysicalSource::physical).toList();
    return new PhysicalSource(stored, info.withBands(SampleType.FLOAT64, physical));
  }

  private static BandInfo physical(BandInfo band) {
    OptionalDouble nodata =
        band.nodata().isPresent()
            ? OptionalDouble.of(band.nodata().getAsDouble() * band.scale() + band.offset())
            : OptionalDouble.empty();
    return new BandInfo(band.description(), band.role(), nodata, Double.SIZE, 1, 0, band.unit());
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    PixelBlock block = stored.read(window, bands);
    for (int i = 0; i < block.samples().length; i++) {
      BandInfo band = stored.info().bands().get(bands[i / window.size()]);
      block.samples()[i] = block.samples()[i] * band.scale() + band.offset();
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
