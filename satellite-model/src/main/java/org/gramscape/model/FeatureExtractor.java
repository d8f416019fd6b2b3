package org.gramscape.model;

/**
 * A frozen backbone: images in, dense features out; called by several threads at once.
 *
 * <p>Its results do not depend on how many threads call it. It owns the backbone's native memory
 * until closed.
 */
public interface FeatureExtractor extends AutoCloseable {

  ModelInfo info();

  /** In what numbers it computes; features of one precision differ a little from another's. */
  Precision precision();

  /** Where it computes; features of a GPU differ a little from the CPU's. */
  default ComputeDevice device() {
    return ComputeDevice.CPU;
  }

  /**
   * The patch tokens of one layer after the final norm.
   *
   * @param image normalised {@code [bands, height, width]}; sides that are multiples of {@code
   *     info().patchSize()}
   * @param layer 0-based block; negative counts from the end (-1 is the last)
   * @throws IllegalArgumentException if the sides or the layer do not fit
   */
  FeatureMap extract(float[] image, int height, int width, int layer);

  /** Native memory in bytes that one call takes, at most. */
  long workingMemory(int height, int width);

  @Override
  void close();
}
