package org.gramscape.model;

/**
 * What a model is.
 *
 * @param name as given to {@code --model}
 * @param architecture {@code vits16}, {@code vitl16}, {@code convnext_tiny} ...
 * @param parameters number of values
 * @param channels length of a feature vector
 * @param depth number of blocks (ViT) or stages (ConvNeXt)
 * @param patchSize side in pixels of the ground that a feature vector stands for
 * @param groundSampleDistance metres a pixel that it was trained at
 * @param sha256 of its weights, in hexadecimal
 * @param licence what its weights may be used for, in a sentence
 */
public record ModelInfo(
    String name,
    String architecture,
    long parameters,
    int channels,
    int depth,
    int patchSize,
    ImageNormalisation normalisation,
    double groundSampleDistance,
    String sha256,
    String licence) {

  /** The same where images are normalised otherwise. */
  ModelInfo withNormalisation(ImageNormalisation other) {
    return new ModelInfo(
        name,
        architecture,
        parameters,
        channels,
        depth,
        patchSize,
        other,
        groundSampleDistance,
        sha256,
        licence);
  }
}
