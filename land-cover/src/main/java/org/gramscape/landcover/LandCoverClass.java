package org.gramscape.landcover;

/**
 * A class of land cover.
 *
 * @param id value in class rasters, 0 to 254
 * @param name as in the labels
 * @param color {@code 0xRRGGBB}
 */
public record LandCoverClass(int id, String name, int color) {
  /** Ids are stored in 8 bits, of which 255 means no data. */
  public static final int MAX_CLASSES = 255;

  /** The value of class rasters where nothing is known. */
  public static final int NODATA = 255;

  public LandCoverClass {
    if (id < 0 || id >= NODATA) {
      throw new IllegalArgumentException("the class " + name + " has the id " + id);
    }
  }
}
