package org.gramscape.geoio.raster;

/** What no backend reads, in the same words. */
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
}
