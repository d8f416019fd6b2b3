package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/** Small rasters in files. */
final class HeightFiles {
  static final double NODATA = -9999;

  private HeightFiles() {}

  /** Heights, in a unit or without one if it is ""; NaN is written as nodata. */
  static Path heights(Path file, int width, Georeference place, String unit, double... values)
      throws IOException {
    RasterSpec spec =
        spec(width, values.length / width, place, SampleType.FLOAT32, List.of("height"))
            .withUnit(unit);
    return write(file, spec, values);
  }

  /** An image of red, green and blue from 0 to 255, band by band; NaN is nodata. */
  static Path image(Path file, int width, Georeference place, double... samples)
      throws IOException {
    return write(
        file,
        spec(
            width,
            samples.length / 3 / width,
            place,
            SampleType.FLOAT32,
            List.of("red", "green", "blue")),
        samples);
  }

  private static RasterSpec spec(
      int width, int height, Georeference place, SampleType type, List<String> bands) {
    return new RasterSpec(
        width,
        height,
        type,
        bands,
        place,
        OptionalDouble.of(NODATA),
        RasterSpec.Overviews.NONE,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  private static Path write(Path file, RasterSpec spec, double[] samples) throws IOException {
    PixelBlock block =
        PixelBlock.zeros(new Window(0, 0, spec.width(), spec.height()), spec.bands().size());
    for (int i = 0; i < samples.length; i++) {
      block.samples()[i] = samples[i];
      block.valid()[i] = !Double.isNaN(samples[i]);
    }
    try (RasterSink sink = Rasters.create(file, spec, true)) {
      sink.write(block);
      sink.commit();
    }
    return file;
  }

  /** An image that is darker where heights are greater, with noise of its own. */
  static double[] colors(double[] heights, Random random) {
    double[] samples = new double[3 * heights.length];
    Arrays.setAll(
        samples,
        i -> {
          double height = heights[i % heights.length];
          double dark = Double.isNaN(height) ? 0 : 4 * height;
          return Math.max(1, 180 - dark - (i / heights.length == 1 ? 0 : 20))
              + 20 * random.nextDouble();
        });
    return samples;
  }
}
