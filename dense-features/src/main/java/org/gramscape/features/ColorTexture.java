package org.gramscape.features;

import java.util.List;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;

/**
 * What can be had of an image without a network: colour and texture around the middle of each of
 * its cells, a feature vector a cell.
 *
 * <p>Within each of some squares around the middle, as far as they lie in the image: the means of
 * red, green, blue, brightness, excess green {@code 2G - R - B} and greenness {@code (G - R) / (G +
 * R)}; the standard deviation of brightness; and the mean length of its gradient (central
 * differences). What is left of the image to the right and at the bottom, less than a cell, has no
 * features of its own.
 *
 * @param normalisation of the images, which is undone; red, green and blue are the first bands
 * @param cell side of a cell in pixels
 * @param sides of the squares in pixels; each is made an even number, 2 or more
 */
public record ColorTexture(ImageNormalisation normalisation, int cell, List<Double> sides) {
  private static final int BRIGHTNESS = 3;
  private static final int DEVIATION = 6;
  private static final int FEATURES = 8;

  /**
   * @throws IllegalArgumentException if there is no cell or no square
   */
  public ColorTexture {
    sides = List.copyOf(sides);
    if (cell < 1 || sides.isEmpty()) {
      throw new IllegalArgumentException(
          "a cell of %d px and squares of %s px: a pixel or more and a square are needed"
              .formatted(cell, sides));
    }
  }

  /** Length of a feature vector: what the squares give, one after the other. */
  public int channels() {
    return channels(sides.size());
  }

  /** The same for some number of squares. */
  public static int channels(int squares) {
    return squares * FEATURES;
  }

  /**
   * The features of an image's cells.
   *
   * @param image normalised {@code [bands, height, width]}
   */
  public FeatureMap of(float[] image, int height, int width) {
    int rows = height / cell;
    int columns = width / cell;
    double[] means = new double[Math.multiplyExact(rows * columns, channels())];
    for (int feature = 0; feature < FEATURES; feature++) {
      double[] sums = sums(plane(feature, image, height, width), height, width);
      int next = feature;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          for (double side : sides) {
            int half = (int) Math.max(1, Math.rint(side / 2));
            int top = Math.max(0, row * cell + cell / 2 - half);
            int left = Math.max(0, column * cell + cell / 2 - half);
            int bottom = Math.min(height, row * cell + cell / 2 + half);
            int right = Math.min(width, column * cell + cell / 2 + half);
            double sum =
                sums[bottom * (width + 1) + right]
                    - sums[top * (width + 1) + right]
                    - sums[bottom * (width + 1) + left]
                    + sums[top * (width + 1) + left];
            means[next] = sum / ((bottom - top) * (right - left));
            next += FEATURES;
          }
        }
      }
    }
    return new FeatureMap(channels(), rows, columns, features(means));
  }

  /** Mean squares of brightness become its deviation. */
  private static float[] features(double[] means) {
    float[] features = new float[means.length];
    for (int i = 0; i < means.length; i++) {
      features[i] = (float) means[i];
      if (i % FEATURES == DEVIATION) {
        double brightness = means[i - DEVIATION + BRIGHTNESS];
        features[i] = (float) Math.sqrt(Math.max(0, means[i] - brightness * brightness));
      }
    }
    return features;
  }

  /** What a feature is the mean of, {@code [height, width]}. */
  private double[] plane(int feature, float[] image, int height, int width) {
    double[] red = color(0, image, height * width);
    double[] green = color(1, image, height * width);
    double[] blue = color(2, image, height * width);
    double[] plane = new double[height * width];
    for (int i = 0; i < plane.length; i++) {
      double brightness = (red[i] + green[i] + blue[i]) / 3;
      plane[i] =
          switch (feature) {
            case 0 -> red[i];
            case 1 -> green[i];
            case 2 -> blue[i];
            case 4 -> 2 * green[i] - red[i] - blue[i];
            case 5 -> (green[i] - red[i]) / (green[i] + red[i] + 1e-3);
            case DEVIATION -> brightness * brightness;
            default -> brightness;
          };
    }
    return feature == FEATURES - 1 ? gradient(plane, width) : plane;
  }

  private double[] color(int band, float[] image, int size) {
    float mean = normalisation.mean()[band];
    float deviation = normalisation.standardDeviation()[band];
    double[] color = new double[size];
    for (int i = 0; i < size; i++) {
      color[i] = image[band * size + i] * deviation + mean;
    }
    return color;
  }

  private static double[] gradient(double[] plane, int width) {
    double[] gradient = new double[plane.length];
    for (int i = 0; i < plane.length; i++) {
      int left = i % width == 0 ? i : i - 1;
      int right = i % width == width - 1 ? i : i + 1;
      int above = i < width ? i : i - width;
      int below = i + width >= plane.length ? i : i + width;
      gradient[i] = Math.hypot(plane[right] - plane[left], plane[below] - plane[above]);
    }
    return gradient;
  }

  /** The sums over all that is above and to the left, {@code [height + 1, width + 1]}. */
  private static double[] sums(double[] plane, int height, int width) {
    double[] sums = new double[(height + 1) * (width + 1)];
    for (int row = 0; row < height; row++) {
      double along = 0;
      for (int column = 0; column < width; column++) {
        along += plane[row * width + column];
        sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1] + along;
      }
    }
    return sums;
  }
}
