package org.gramscape.model;

import org.gramscape.model.dpt.DepthConfig;

/** A backbone with a DPT head: images in, heights of every pixel out. */
public interface HeightNetwork extends OpenModel {
  /** Sides of images are multiples of it, so that heights lie on their pixels. */
  int SIDE_MULTIPLE = 32;

  /** What its head is. */
  DepthConfig head();

  /** Of the head's weights, in hexadecimal. */
  String headSha256();

  /**
   * Heights and their spread.
   *
   * @param image normalised {@code [bands, height, width]}; sides that are multiples of {@value
   *     #SIDE_MULTIPLE}
   * @return metres {@code [2, height, width]}: the mean and the standard deviation of each pixel's
   *     distribution
   * @throws IllegalArgumentException if the sides do not fit
   */
  float[] predict(float[] image, int height, int width);
}
