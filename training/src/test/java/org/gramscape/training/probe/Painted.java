package org.gramscape.training.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/** Rasters painted for a test, of pixels of a metre. */
final class Painted {
  static final int SIDE = 40;
  static final int NODATA = 255;

  private Painted() {}

  /** What a pixel holds. */
  interface Paint {
    double at(int band, int row, int column);
  }

  static Georeference place(int scene, double pixel) throws IOException {
    return new Georeference(
        Crs.epsg(32632), GeoTransform.northUp(400_000 + 1_000 * scene, 5_300_000, pixel, pixel));
  }

  /** Scenes with different numbers lie on different ground. */
  static String write(Path file, int scene, int bands, SampleType type, Paint paint)
      throws IOException {
    RasterSpec spec =
        new RasterSpec(
            SIDE,
            SIDE,
            type,
            IntStream.range(0, bands).mapToObj(b -> "band " + b).toList(),
            place(scene, 1),
            bands == 1 ? OptionalDouble.of(NODATA) : OptionalDouble.empty(),
            Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, SIDE, SIDE), bands);
    for (int band = 0; band < bands; band++) {
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          int i = block.index(band, row, column);
          block.samples()[i] = paint.at(band, row, column);
          block.valid()[i] = bands > 1 || block.samples()[i] != NODATA;
        }
      }
    }
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(block);
      sink.commit();
    }
    return file.toString();
  }
}
