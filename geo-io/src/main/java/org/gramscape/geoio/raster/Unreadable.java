package org.gramscape.geoio.raster;

/** What neither backend reads or places, in the same words: what was found, and what repairs it. */
public final class Unreadable {
  private Unreadable() {}

  /** Samples that are complex numbers: which single number of each is wanted, a person must say. */
  public static String complex(String name) {
    return name
        + ": its samples are complex numbers; write their amplitude first:"
        + " gdal_translate DERIVED_SUBDATASET:AMPLITUDE:"
        + name
        + " OUT.tif";
  }

  /** Integers of 64 bits, which {@code double} does not hold. */
  public static String wideIntegers(String name) {
    return name
        + ": its samples are 64-bit integers, which are not read; if no value exceeds 2^53, convert"
        + " them: gdal_translate -ot Float64 "
        + name
        + " OUT.tif";
  }

  /** A raster placed by control points only. */
  public static String controlPoints(String name, long count) {
    return "it is placed by %d ground control points, not by a grid; warp it onto one: gdalwarp -t_srs EPSG:CODE %s OUT.tif"
        .formatted(count, name);
  }

  /** A raw view of a satellite, placed by rational polynomials. */
  public static String cameraModel(String name) {
    return "it is placed by a camera model (RPC), not by a grid; warp it onto one:"
        + " gdalwarp -rpc -t_srs EPSG:CODE "
        + name
        + " OUT.tif";
  }

  /** A raster that says nothing of its place. */
  public static String noPlace(String name) {
    return "it has no georeference; if you know its corners, assign them: gdal_translate -a_srs"
        + " EPSG:CODE -a_ullr LEFT TOP RIGHT BOTTOM "
        + name
        + " OUT.tif";
  }

  /** A grid whose coordinates could be any. */
  public static String noCrs(String name) {
    return "it has a grid but no CRS; if you know it, assign it: gdal_translate -a_srs EPSG:CODE "
        + name
        + " OUT.tif";
  }
}
