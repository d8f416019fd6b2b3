package org.gramscape.features;

import java.util.Arrays;
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
 * @param normalisation of the images, which is undone; red, green and blue are the first bands;
 *     where there are fewer, the last one stands for those that are missing
 * @param cell side of a cell in pixels
 * @param sides of the squares in pixels; each is made an even number, 2 or more
 */
public record ColorTexture(ImageNormalisation normalisation, int cell, List<Double> sides) {
  private static final int BRIGHTNESS = 3;
  private static final int SQUARE = 6;
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
    double[] sums = sums(image, height, width);
    int rows = height / cell;
    int columns = width / cell;
    float[] features = new float[Math.multiplyExact(rows * columns, channels())];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (double side : sides) {
          int half = (int) Math.max(1, Math.rint(side / 2));
          int top = Math.max(0, row * cell + cell / 2 - half);
          int left = Math.max(0, column * cell + cell / 2 - half);
          int bottom = Math.min(height, row * cell + cell / 2 + half);
          int right = Math.min(width, column * cell + cell / 2 + half);
          int above = top * (width + 1);
          int below = bottom * (width + 1);
          double share = 1.0 / ((bottom - top) * (right - left));
          double brightness = 0;
          for (int feature = 0; feature < FEATURES; feature++) {
            double mean =
                share
                    * (sums[(below + right) * FEATURES + feature]
                        - sums[(above + right) * FEATURES + feature]
                        - sums[(below + left) * FEATURES + feature]
                        + sums[(above + left) * FEATURES + feature]);
            if (feature == BRIGHTNESS) {
              brightness = mean;
            } else if (feature == SQUARE) {
              mean = Math.sqrt(Math.max(0, mean - brightness * brightness));
            }
            features[next++] = (float) mean;
          }
        }
      }
    }
    return new FeatureMap(channels(), rows, columns, features);
  }

  /** Memory in bytes that {@link #of} takes, its result among them. */
  public long workingMemory(int height, int width) {
    // Sums, three colours and brightness of pixels; features of cells.
    return (FEATURES + 4L) * Double.BYTES * (height + 1) * (width + 1)
        + (long) (height / cell) * (width / cell) * channels() * Float.BYTES;
  }

  /**
   * Sums of what features are means of, brightness' square among them, over all pixels above and to
   * the left.
   *
   * @return {@code [height + 1, width + 1, FEATURES]}
   */
  private double[] sums(float[] image, int height, int width) {
    double[] red = color(0, image, height * width);
    double[] green = color(1, image, height * width);
    double[] blue = color(2, image, height * width);
    double[] brightness = new double[height * width];
    for (int i = 0; i < brightness.length; i++) {
      brightness[i] = (red[i] + green[i] + blue[i]) / 3;
    }
    int line = (width + 1) * FEATURES;
    double[] sums = new double[(height + 1) * line];
    double[] along = new double[FEATURES];
    for (int row = 0; row < height; row++) {
      Arrays.fill(along, 0);
      for (int column = 0; column < width; column++) {
        int i = row * width + column;
        along[0] += red[i];
        along[1] += green[i];
        along[2] += blue[i];
        along[BRIGHTNESS] += brightness[i];
        along[4] += 2 * green[i] - red[i] - blue[i];
        along[5] += (green[i] - red[i]) / (green[i] + red[i] + 1e-3);
        along[SQUARE] += brightness[i] * brightness[i];
        along[7] += gradient(brightness, i, column, width);
        int to = (row + 1) * line + (column + 1) * FEATURES;
        for (int feature = 0; feature < FEATURES; feature++) {
          sums[to + feature] = sums[to - line + feature] + along[feature];
        }
      }
    }
    return sums;
  }

  private double[] color(int wanted, float[] image, int size) {
    int band = Math.min(wanted, normalisation.mean().length - 1);
    float mean = normalisation.mean()[band];
    float deviation = normalisation.standardDeviation()[band];
    double[] color = new double[size];
    for (int i = 0; i < size; i++) {
      color[i] = image[band * size + i] * deviation + mean;
    }
    return color;
  }

  private static double gradient(double[] plane, int i, int column, int width) {
    int left = column == 0 ? i : i - 1;
    int right = column == width - 1 ? i : i + 1;
    int above = i < width ? i : i - width;
    int below = i + width >= plane.length ? i : i + width;
    double across = plane[right] - plane[left];
    double down = plane[below] - plane[above];
    return Math.sqrt(across * across + down * down);
  }
}
