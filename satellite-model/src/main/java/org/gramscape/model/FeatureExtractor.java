package org.gramscape.model;

/** A frozen backbone: images in, dense features out. */
public interface FeatureExtractor extends OpenModel {

  /**
   * The patch tokens of one layer after the final norm.
   *
   * @param image normalised {@code [bands, height, width]}; sides that are multiples of {@code
   *     info().patchSize()}
   * @param layer 0-based block; negative counts from the end (-1 is the last)
   * @throws IllegalArgumentException if the sides or the layer do not fit
   */
  FeatureMap extract(float[] image, int height, int width, int layer);
}
