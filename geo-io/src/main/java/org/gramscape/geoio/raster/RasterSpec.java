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
 * @param bandScales what the stored values of each band stand for; empty if for themselves
 * @param unit of all bands' physical values, such as {@code m}; "" if they have none
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
    Map<String, String> creationOptions,
    List<BandScale> bandScales,
    String unit) {

  /** Says that a stored value times {@code scale} plus {@code offset} is the physical value. */
  public record BandScale(double scale, double offset) {}

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
    bandScales = List.copyOf(bandScales);
    if (!bandScales.isEmpty() && bandScales.size() != bands.size()) {
      throw new IllegalArgumentException(
          bandScales.size() + " scales for " + bands.size() + " bands");
    }
  }

  /** A raster whose stored values are the physical ones. */
  public RasterSpec(
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
    this(
        width,
        height,
        sampleType,
        bands,
        georeference,
        nodata,
        overviews,
        colors,
        metadata,
        creationOptions,
        List.of(),
        "");
  }

  /** The same with stored values that stand for others. */
  public RasterSpec withScales(List<BandScale> scales) {
    return meaning(scales, unit);
  }

  /** The same with values in a unit. */
  public RasterSpec withUnit(String of) {
    return meaning(bandScales, of);
  }

  private RasterSpec meaning(List<BandScale> scales, String of) {
    return new RasterSpec(
        width,
        height,
        sampleType,
        bands,
        georeference,
        nodata,
        overviews,
        colors,
        metadata,
        creationOptions,
        scales,
        of);
  }
}
