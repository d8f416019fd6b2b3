package org.gramscape.model;

/**
 * A model ready to compute; several threads may call it at once.
 *
 * <p>Its results do not depend on how many threads call it. It owns native memory until closed.
 */
public interface OpenModel extends AutoCloseable {

  ModelInfo info();

  /** In what numbers it computes; results of one precision differ a little from another's. */
  Precision precision();

  /** Where it computes; results of a GPU differ a little from the CPU's. */
  default ComputeDevice device() {
    return ComputeDevice.CPU;
  }

  /** Native memory in bytes that its weights take, whatever the number of calls. */
  default long weightsMemory() {
    return Float.BYTES * info().parameters();
  }

  /** Native memory in bytes that one call takes, at most. */
  long workingMemory(int height, int width);

  @Override
  void close();
}
