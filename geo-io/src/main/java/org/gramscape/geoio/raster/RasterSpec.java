package org.gramscape.geoio.raster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.Georeference;

/**
 * What a raster to be written shall be.
 *
 * @param bands the bands' names, in order
 * @param nodata the value written where a sample is invalid; NaN allowed for floats
 * @param overviews how smaller copies are made
 * @param colors the palette of a one-band 8-bit raster
 * @param metadata written as GDAL metadata items
 * @param creationOptions {@code COMPRESS=DEFLATE|NONE}, {@code BLOCKSIZE=n}, {@code
 *     BIGTIFF=YES|NO|IF_SAFER} ...; a backend refuses those that it does not know
 */
public record RasterSpec(
    int width,
    int height,
    SampleType sampleType,
    List<String> bands,
    Georeference georeference,
    OptionalDouble nodata,
    Overviews overviews,
    Optional<ColorTable> colors,
    Map<String, String> metadata,
    Map<String, String> creationOptions) {

  /** How an overview pixel comes from the valid pixels that it covers. */
  public enum Overviews {
    NONE,
    /** For quantities. */
    AVERAGE,
    /** For classes: the most frequent; of equally frequent ones the least. */
    MODE
  }

  public RasterSpec {
    bands = List.copyOf(bands);
    metadata = Map.copyOf(metadata);
    creationOptions = Map.copyOf(creationOptions);
  }
}
