package org.gramscape.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.tiling.ProgressListener;

/**
 * Writes a scene's features to a GeoTIFF that says what they depend on: a band a channel, a pixel a
 * patch; see {@link StoredFeatures} for the way back.
 *
 * @param creationOptions as {@link org.gramscape.geoio.raster.RasterSpec} has them
 * @param overwrite whether an existing file is replaced
 * @param threads how many tiles are computed at once; the result does not depend on it
 */
public record FeatureFile(
    Path path, Map<String, String> creationOptions, boolean overwrite, int threads) {

  public FeatureFile {
    creationOptions = Map.copyOf(creationOptions);
  }

  /**
   * Writes them as they are, nodata NaN.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void writeFloats(DenseFeatures features, ProgressListener progress)
      throws IOException, InterruptedException {
    var spec = FeatureRaster.float32(features, creationOptions);
    try (RasterSink sink = Rasters.create(path, spec, overwrite)) {
      features.run(sink::write, threads, progress);
      sink.commit();
    }
  }

  /**
   * Writes them in 8 bits with a scale and an offset a band, nodata -128.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void writeBytes(DenseFeatures features, ProgressListener progress)
      throws IOException, InterruptedException {
    FeatureRaster.Ranges ranges = new FeatureRaster.Ranges(features.channels());
    try (FeatureSpool spool = new FeatureSpool(path, features.channels(), features.width())) {
      features.run(
          rows -> {
            ranges.add(rows);
            spool.write(rows);
          },
          threads,
          progress);
      var spec = FeatureRaster.int8(features, ranges, creationOptions);
      try (RasterSink sink = Rasters.create(path, spec, overwrite)) {
        spool.replay(rows -> sink.write(ranges.quantise(rows)));
        sink.commit();
      }
    }
  }
}
