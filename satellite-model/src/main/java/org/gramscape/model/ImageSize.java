package org.gramscape.model;

/** Checks of what {@link FeatureExtractor#extract} is given. */
final class ImageSize {
  private ImageSize() {}

  static void check(float[] image, int bands, int height, int width, int patchSize) {
    if (height <= 0 || width <= 0 || height % patchSize != 0 || width % patchSize != 0) {
      throw new IllegalArgumentException(
          "An image of %d x %d pixels; sides that are multiples of %d expected."
              .formatted(height, width, patchSize));
    }
    if (image.length != (long) bands * height * width) {
      throw new IllegalArgumentException(
          "%d values; %d x %d x %d expected.".formatted(image.length, bands, height, width));
    }
  }
}
