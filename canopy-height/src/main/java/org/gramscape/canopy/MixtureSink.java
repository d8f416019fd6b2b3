package org.gramscape.canopy;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;

/** Writes heights, spreads and flags from the averaged channels of a {@link MixturePredictor}. */
final class MixtureSink implements RasterSink {
  private final RasterSink heights;
  private final HeightCensus census;
  private final Optional<SceneFlags> flags;

  /**
   * @param heights taken over, as the flags are
   * @param census hears of all heights
   * @param flags empty for none
   */
  MixtureSink(RasterSink heights, HeightCensus census, Optional<SceneFlags> flags) {
    this.heights = heights;
    this.census = census;
    this.flags = flags;
  }

  @Override
  public void write(PixelBlock rows) throws IOException {
    PixelBlock spread = MixturePredictor.spread(rows);
    census.observe(spread);
    heights.write(flags.isPresent() ? flagged(spread, flags.get()) : spread);
  }

  private static PixelBlock flagged(PixelBlock spread, SceneFlags flags) throws IOException {
    int size = spread.window().size();
    PixelBlock three = PixelBlock.zeros(spread.window(), 3);
    System.arraycopy(spread.samples(), 0, three.samples(), 0, 2 * size);
    System.arraycopy(spread.valid(), 0, three.valid(), 0, 2 * size);
    System.arraycopy(flags.read(spread.window()), 0, three.samples(), 2 * size, size);
    System.arraycopy(spread.valid(), 0, three.valid(), 2 * size, size);
    return three;
  }

  @Override
  public void commit() throws IOException {
    heights.commit();
  }

  @Override
  public void close() throws IOException {
    try (heights) {
      if (flags.isPresent()) {
        flags.get().close();
      }
    }
  }
}
