package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;

/** Writes heights and spreads from the averaged channels of a {@link MixturePredictor}. */
final class MixtureSink implements RasterSink {
  private final RasterSink heights;
  private final HeightCensus census;

  /**
   * @param heights taken over
   * @param census hears of all heights
   */
  MixtureSink(RasterSink heights, HeightCensus census) {
    this.heights = heights;
    this.census = census;
  }

  @Override
  public void write(PixelBlock rows) throws IOException {
    PixelBlock spread = MixturePredictor.spread(rows);
    census.observe(spread);
    heights.write(spread);
  }

  @Override
  public void commit() throws IOException {
    heights.commit();
  }

  @Override
  public void close() throws IOException {
    heights.close();
  }
}
