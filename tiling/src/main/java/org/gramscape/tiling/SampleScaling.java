package org.gramscape.tiling;

/** Stored samples to [0, 1], by the bit depth or by percentiles of a whole scene. */
@FunctionalInterface
public interface SampleScaling {

  /**
   * @param band the band's place in the file, from 0
   * @param stored the sample as the file has it, finite
   * @return about 0 to 1, finite
   */
  float scale(int band, double stored);
}
