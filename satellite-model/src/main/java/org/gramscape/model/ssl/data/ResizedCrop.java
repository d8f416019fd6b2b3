package org.gramscape.model.ssl.data;

import java.util.random.RandomGenerator;
import org.gramscape.model.resample.Kernel;
import org.gramscape.model.resample.ResampleWeights;

/** A rectangle of an image, in pixels, to be brought to another size. */
record ResizedCrop(int top, int left, int height, int width) {
  private static final int TRIES = 10;
  private static final double LARGEST_ASPECT = 4.0 / 3;

  /**
   * A rectangle at a random place with a random share of the image's area and a random aspect from
   * 3:4 to 4:3 (Szegedy et al. 2015).
   *
   * @param minShare of the area
   * @param maxShare of the area
   */
  static ResizedCrop random(Image image, double minShare, double maxShare, RandomGenerator random) {
    double area = image.pixels();
    for (int i = 0; i < TRIES; i++) {
      double share = minShare + (maxShare - minShare) * random.nextDouble();
      double aspect = Math.exp(Math.log(LARGEST_ASPECT) * (2 * random.nextDouble() - 1));
      int width = (int) Math.round(Math.sqrt(area * share * aspect));
      int height = (int) Math.round(Math.sqrt(area * share / aspect));
      if (width >= 1 && width <= image.width() && height >= 1 && height <= image.height()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return new ResizedCrop(top, left, height, width);
      }
    }
    return central(image);
  }

  /** The largest rectangle in the middle whose aspect is allowed. */
  private static ResizedCrop central(Image image) {
    int width = Math.min(image.width(), (int) Math.round(image.height() * LARGEST_ASPECT));
    int height = Math.min(image.height(), (int) Math.round(image.width() * LARGEST_ASPECT));
    return new ResizedCrop(
        (image.height() - height) / 2, (image.width() - width) / 2, height, width);
  }

  /** The whole image. */
  static ResizedCrop whole(Image image) {
    return new ResizedCrop(0, 0, image.height(), image.width());
  }

  /**
   * The rectangle's pixels as a square, averaged where it shrinks. A cubic kernel may leave the
   * range of the samples.
   */
  Image apply(Image image, int side, Kernel kernel) {
    ResampleWeights rows = ResampleWeights.of(height, side, kernel, true);
    ResampleWeights columns = ResampleWeights.of(width, side, kernel, true);
    float[] out = new float[image.bands() * side * side];
    Lines.mix(image, top, left, rows, columns, out);
    return new Image(out, image.bands(), side, side);
  }
}
