package org.gramscape.geoio.raster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.UnsupportedCrsException;

/**
 * What a file says of itself.
 *
 * @param name the path or address, for messages
 * @param backend who reads it: {@code JVM} or {@code GDAL}
 * @param format the file format's name
 * @param sampleType how samples are stored; the widest if bands differ
 * @param bands one entry a band, alpha included
 * @param georeference empty if the file has none that is an affine map in a known CRS
 * @param whyNot why there is no georeference and what would repair it; "" if there is one
 * @param colors the palette of the first band
 * @param metadata the file's own tags ({@code TIFFTAG_DATETIME}, {@code AREA_OR_POINT} ...) in the
 *     order of their names
 */
public record RasterInfo(
    String name,
    String backend,
    String format,
    int width,
    int height,
    SampleType sampleType,
    List<BandInfo> bands,
    Optional<Georeference> georeference,
    String whyNot,
    Optional<ColorTable> colors,
    Map<String, String> metadata) {
  /** Of GDAL's domains of tags, those in which it says what a sensor saw, and how. */
  public static final List<String> SENSOR_DOMAINS = List.of("IMAGERY", "IMD");

  public RasterInfo {
    bands = List.copyOf(bands);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** The same raster with other bands. */
  public RasterInfo withBands(SampleType type, List<BandInfo> others) {
    return new RasterInfo(
        name, backend, format, width, height, type, others, georeference, whyNot, colors, metadata);
  }

  /** The same bands on another grid. */
  public RasterInfo withGrid(
      int newWidth, int newHeight, Optional<Georeference> place, String whyNoPlace) {
    return new RasterInfo(
        name,
        backend,
        format,
        newWidth,
        newHeight,
        sampleType,
        bands,
        place,
        whyNoPlace,
        colors,
        metadata);
  }

  /** The whole raster. */
  public Window window() {
    return new Window(0, 0, width, height);
  }

  /**
   * Makes sure that there is something to read.
   *
   * @throws IllegalArgumentException if the window reaches beyond the raster, or there is no such
   *     band
   */
  public void requireWithin(Window window, int... wanted) {
    if (window.endColumn() > width || window.endRow() > height) {
      throw new IllegalArgumentException(
          window + " lies outside the raster of " + width + " x " + height);
    }
    for (int band : wanted) {
      if (band < 0 || band >= bands.size()) {
        throw new IllegalArgumentException(
            "there is no band " + band + "; the raster has " + bands.size());
      }
    }
  }

  /**
   * The georeference of a scene that must have one.
   *
   * @throws InvalidRasterException if there is none; the message names the command that repairs it
   */
  public Georeference requireGeoreference() throws InvalidRasterException {
    return georeference.orElseThrow(() -> new InvalidRasterException(name + ": " + whyNot));
  }

  /**
   * The ground size of the pixel in the middle.
   *
   * @throws InvalidRasterException if there is no georeference, or none that can be right
   */
  public GroundSampleDistance groundSampleDistance() throws InvalidRasterException {
    try {
      return requireGeoreference().groundSampleDistance(width / 2.0, height / 2.0);
    } catch (UnsupportedCrsException e) {
      throw new InvalidRasterException(name + ": " + e.getMessage(), e);
    }
  }
}
