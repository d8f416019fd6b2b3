package org.gramscape.model.ssl.data;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Brings samples in [0, 1] to mean 0 and standard deviation 1, band by band.
 *
 * @param mean of each band over the training images
 * @param standardDeviation of each band
 */
public record Normalisation(float[] mean, float[] standardDeviation) {

  public Normalisation {
    if (mean.length != standardDeviation.length) {
      throw new IllegalArgumentException(
          "means of %d bands and standard deviations of %d"
              .formatted(mean.length, standardDeviation.length));
    }
  }

  public int bands() {
    return mean.length;
  }

  /** Writes the normalised samples of an image into {@code target}, from {@code at} on. */
  void write(Image image, FloatBuffer target, int at) {
    if (image.bands() != bands()) {
      throw new IllegalArgumentException(
          "an image of %d bands; %d expected".formatted(image.bands(), bands()));
    }
    int pixels = image.pixels();
    for (int band = 0; band < bands(); band++) {
      int from = band * pixels;
      float[] plane = Arrays.copyOfRange(image.values(), from, from + pixels);
      normalise(plane, mean[band], standardDeviation[band]);
      target.put(at + from, plane);
    }
  }

  private static void normalise(float[] plane, float mean, float standardDeviation) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (plane[i] - mean) / standardDeviation;
    }
  }
}
