package org.gramscape.training.scenes;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.RangeScaling;

/**
 * A scene that windows are read of.
 *
 * @param bands that are read, from 0
 * @param groundSampleDistance metres a pixel; empty for a scene that doesn't say where it is
 */
record Scene(
    String name,
    Backend backend,
    int width,
    int height,
    SampleType type,
    int[] bands,
    RangeScaling scaling,
    OptionalDouble groundSampleDistance) {

  /**
   * Looks at a scene.
   *
   * @throws InvalidRasterException if it can't be read, or lacks bands that the settings ask for
   */
  static Scene look(String name, SceneSettings settings) throws IOException {
    try (RasterSource source = open(name, settings.backend())) {
      RasterInfo info = source.info();
      int[] bands = bands(info, settings);
      return new Scene(
          name,
          settings.backend(),
          info.width(),
          info.height(),
          info.sampleType(),
          bands,
          settings.scaling().of(source, bands),
          groundSampleDistance(info));
    }
  }

  private static OptionalDouble groundSampleDistance(RasterInfo info) {
    try {
      return OptionalDouble.of(info.groundSampleDistance().metres());
    } catch (InvalidRasterException e) {
      // Pixels can be learned from wherever they are.
      return OptionalDouble.empty();
    }
  }

  private static RasterSource open(String name, Backend backend) throws IOException {
    return PictureSource.isPicture(name) ? PictureSource.open(name) : Rasters.open(name, backend);
  }

  private static int[] bands(RasterInfo info, SceneSettings settings)
      throws InvalidRasterException {
    int there = info.bands().size();
    if (settings.bands().isEmpty()) {
      return IntStream.range(0, there)
          .filter(band -> info.bands().get(band).role() != BandInfo.Role.ALPHA)
          .toArray();
    }
    for (int band : settings.bands()) {
      if (band < 0 || band >= there) {
        throw new InvalidRasterException(
            "%s has %d bands, so there is no band %d to read"
                .formatted(info.name(), there, band + 1));
      }
    }
    return settings.bands().stream().mapToInt(Integer::intValue).toArray();
  }

  /** A reader, for one thread at a time; the caller closes it. */
  RasterSource open() throws IOException {
    return open(name, backend);
  }

  Samples read(RasterSource source, Window window) throws IOException {
    return Samples.read(source, window, bands, scaling);
  }

  Window window() {
    return new Window(0, 0, width, height);
  }

  long pixels() {
    return (long) width * height;
  }

  /** What all of it takes when it is kept decoded. */
  long keptBytes() {
    return pixels() * bands.length * Samples.bytes(type);
  }
}
