package org.gramscape.model;

/** A frozen backbone: images in, dense features out. */
public interface FeatureExtractor extends OpenModel {

  /**
   * The patch tokens of some layers, side by side.
   *
   * @param image normalised {@code [bands, height, width]}; sides that are multiples of {@code
   *     info().patchSize()}
   * @throws IllegalArgumentException if the sides or the layers do not fit
   */
  FeatureMap extract(float[] image, int height, int width, Layers layers);

  /** Length of the feature vectors of some layers. */
  default int channels(Layers layers) {
    return info().channels() * layers.blocks().size();
  }
}
