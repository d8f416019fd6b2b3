package org.gramscape.geoio.style;

/**
 * What a class value means and how it is drawn.
 *
 * @param value the value in the raster or in the field {@code class}
 * @param name what people call the class
 * @param rgb {@code 0xRRGGBB}
 */
public record LegendEntry(int value, String name, int rgb) {

  /**
   * @throws IllegalArgumentException if the colour does not fit into 24 bits
   */
  public LegendEntry {
    if ((rgb & 0xFF000000) != 0) {
      throw new IllegalArgumentException("a colour is 0xRRGGBB, not 0x" + Integer.toHexString(rgb));
    }
  }

  /** The colour as {@code #rrggbb}. */
  public String hexColor() {
    return String.format("#%06x", rgb);
  }
}
