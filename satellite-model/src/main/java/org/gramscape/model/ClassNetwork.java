package org.gramscape.model;

import org.gramscape.model.segmentation.SegmentationConfig;

/** A backbone with a head for classes: images in, the classes' shares of every pixel out. */
public interface ClassNetwork extends OpenModel {

  /** What its head is, and its classes. */
  SegmentationConfig head();

  /** Of the head's weights and classes, in hexadecimal. */
  String headSha256();

  /** Sides of images are multiples of it, so that classes lie on their pixels. */
  int sideMultiple();

  /**
   * How likely each class is.
   *
   * @param image normalised {@code [bands, height, width]}; sides that are multiples of {@link
   *     #sideMultiple}
   * @return {@code [classes, height, width]}, a pixel's sum 1
   * @throws IllegalArgumentException if the sides do not fit
   */
  float[] predict(float[] image, int height, int width);
}
