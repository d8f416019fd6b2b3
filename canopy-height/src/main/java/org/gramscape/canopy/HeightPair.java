package org.gramscape.canopy;

/**
 * An image and the canopy heights of the same ground.
 *
 * @param image a path or, for GDAL, an address
 * @param heights a raster of heights above ground in its first band, a declared scale and offset
 *     applied, on any grid
 */
public record HeightPair(String image, String heights) {

  /**
   * The image's name without folders and ending: heads are given away, and folders tell of people.
   */
  String name() {
    return image.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[^.]*$", "");
  }
}
