package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.style.HeightStyle;

/** Writes heights, and beside them a style whose colours reach up to the tallest. */
final class HeightSink implements RasterSink {
  /** The last colour stands for a multiple of this, so that legends are easy to read. */
  private static final double STEP_METRES = 6;

  private final RasterSink heights;
  private final Path output;
  private final HeightStorage storage;
  private double tallest;

  /** Takes over the sink; what it is given is stored so. */
  HeightSink(RasterSink heights, Path output, HeightStorage storage) {
    this.heights = heights;
    this.output = output;
    this.storage = storage;
  }

  @Override
  public void write(PixelBlock rows) throws IOException {
    for (int pixel = 0; pixel < rows.window().size(); pixel++) {
      if (rows.valid()[pixel]) {
        tallest = Math.max(tallest, rows.samples()[pixel]);
      }
    }
    storage.store(rows);
    heights.write(rows);
  }

  @Override
  public void commit() throws IOException {
    heights.commit();
    // Styles go by stored values.
    double top = STEP_METRES * Math.max(1, Math.ceil(tallest / STEP_METRES));
    HeightStyle.raster(top / storage.scale()).writeBeside(output);
  }

  @Override
  public void close() throws IOException {
    heights.close();
  }
}
