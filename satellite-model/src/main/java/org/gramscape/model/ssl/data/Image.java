package org.gramscape.model.ssl.data;

/**
 * Samples in [0, 1], band after band, row after row: {@code [bands, height, width]}. The first
 * three bands, where there are three, are red, green and blue.
 *
 * @param values not copied
 */
public record Image(float[] values, int bands, int height, int width) {

  public Image {
    if (bands < 1 || height < 1 || width < 1 || values.length != (long) bands * height * width) {
      throw new IllegalArgumentException(
          "%d values for %d bands of %d x %d pixels"
              .formatted(values.length, bands, height, width));
    }
  }

  /** An image of the same size. */
  Image with(float[] newValues) {
    return new Image(newValues, bands, height, width);
  }

  /** A copy that can be changed without changing this one. */
  Image copy() {
    return with(values.clone());
  }

  int pixels() {
    return height * width;
  }

  boolean hasColour() {
    return bands >= 3;
  }
}
