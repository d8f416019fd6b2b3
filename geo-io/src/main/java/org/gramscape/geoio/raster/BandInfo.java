package org.gramscape.geoio.raster;

import java.util.OptionalDouble;

/**
 * What a file says of one band.
 *
 * @param description the band's name, or "" if it has none
 * @param role what the band shows, as far as the file says
 * @param nodata the stored value that means "no data"; may be NaN
 * @param bits significant bits a sample (12-bit data in 16-bit samples has 12), or the type's size
 * @param scale stored value times scale plus offset is the physical value; 1 if undeclared
 * @param offset see {@code scale}; 0 if undeclared
 * @param unit of the physical value as the file has it ({@code metre}, {@code ft}), or "" if it has
 *     none
 */
public record BandInfo(
    String description,
    Role role,
    OptionalDouble nodata,
    int bits,
    double scale,
    double offset,
    String unit) {

  /** A band without a unit. */
  public BandInfo(
      String description, Role role, OptionalDouble nodata, int bits, double scale, double offset) {
    this(description, role, nodata, bits, scale, offset, "");
  }

  /** What a band shows. */
  public enum Role {
    RED,
    GREEN,
    BLUE,
    NEAR_INFRARED,
    GRAY,
    PALETTE,
    ALPHA,
    UNDEFINED
  }
}
