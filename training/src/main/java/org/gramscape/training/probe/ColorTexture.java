package org.gramscape.training.probe;

import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;

/**
 * What can be had without a network: colour and texture around the centre of each patch, what a
 * backbone's features must beat.
 *
 * <p>Within squares of half a patch, one, two and four, as far as they lie in the image: the means
 * of red, green, blue, brightness, excess green {@code 2G - R - B} and greenness {@code (G - R) /
 * (G + R)}; the standard deviation of brightness; and the mean length of its gradient (central
 * differences).
 */
public final class ColorTexture implements FeatureExtractor {
  private static final int BANDS = 3;
  private static final int MEANS = 6;
  private static final int BRIGHTNESS = 3;
  private static final int SQUARE = 6;
  private static final int GRADIENT = 7;
  private static final int PLANES = 8;
  private static final double[] SCALES = {0.5, 1, 2, 4};

  private final ModelInfo info;

  /**
   * On the same patches that a model has.
   *
   * @param model whose patch size, ground sample distance and normalisation are taken
   */
  public ColorTexture(ModelInfo model) {
    info =
        new ModelInfo(
            "colour and texture",
            "none",
            0,
            SCALES.length * PLANES,
            1,
            model.patchSize(),
            model.normalisation(),
            model.groundSampleDistance(),
            "",
            "Part of Gramscape: Apache-2.0.");
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    int patch = info.patchSize();
    double[][] sums = sums(planes(image, height * width, width), height, width);
    int rows = height / patch;
    int columns = width / patch;
    float[] values = new float[rows * columns * info.channels()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (double scale : SCALES) {
          int half = (int) Math.max(1, Math.rint(scale * patch / 2));
          int top = Math.max(0, row * patch + patch / 2 - half);
          int left = Math.max(0, column * patch + patch / 2 - half);
          int bottom = Math.min(height, row * patch + patch / 2 + half);
          int right = Math.min(width, column * patch + patch / 2 + half);
          double[] means = new double[PLANES];
          for (int p = 0; p < PLANES; p++) {
            double sum =
                sums[p][bottom * (width + 1) + right]
                    - sums[p][top * (width + 1) + right]
                    - sums[p][bottom * (width + 1) + left]
                    + sums[p][top * (width + 1) + left];
            means[p] = sum / ((bottom - top) * (right - left));
          }
          for (int p = 0; p < MEANS; p++) {
            values[next++] = (float) means[p];
          }
          double variance = means[SQUARE] - means[BRIGHTNESS] * means[BRIGHTNESS];
          values[next++] = (float) Math.sqrt(Math.max(0, variance));
          values[next++] = (float) means[GRADIENT];
        }
      }
    }
    return new FeatureMap(info.channels(), rows, columns, values);
  }

  /** {@code [PLANES][height * width]}: the means' quantities, squared brightness, gradient. */
  private double[][] planes(float[] image, int size, int width) {
    double[][] planes = new double[PLANES][size];
    float[] mean = info.normalisation().mean();
    float[] deviation = info.normalisation().standardDeviation();
    for (int band = 0; band < BANDS; band++) {
      for (int i = 0; i < size; i++) {
        planes[band][i] = image[band * size + i] * deviation[band] + mean[band];
      }
    }
    double[] red = planes[0];
    double[] green = planes[1];
    double[] blue = planes[2];
    double[] brightness = planes[BRIGHTNESS];
    for (int i = 0; i < size; i++) {
      brightness[i] = (red[i] + green[i] + blue[i]) / BANDS;
      planes[4][i] = 2 * green[i] - red[i] - blue[i];
      planes[5][i] = (green[i] - red[i]) / (green[i] + red[i] + 1e-3);
      planes[SQUARE][i] = brightness[i] * brightness[i];
    }
    for (int i = 0; i < size; i++) {
      int left = i % width == 0 ? i : i - 1;
      int right = i % width == width - 1 ? i : i + 1;
      int above = i < width ? i : i - width;
      int below = i + width >= size ? i : i + width;
      planes[GRADIENT][i] =
          Math.hypot(brightness[right] - brightness[left], brightness[below] - brightness[above]);
    }
    return planes;
  }

  /** Of each plane the sums over all that is above and to the left. */
  private static double[][] sums(double[][] planes, int height, int width) {
    double[][] sums = new double[planes.length][(height + 1) * (width + 1)];
    for (int p = 0; p < planes.length; p++) {
      for (int row = 0; row < height; row++) {
        double along = 0;
        for (int column = 0; column < width; column++) {
          along += planes[p][row * width + column];
          sums[p][(row + 1) * (width + 1) + column + 1] =
              sums[p][row * (width + 1) + column + 1] + along;
        }
      }
    }
    return sums;
  }

  @Override
  public long workingMemory(int height, int width) {
    return 0;
  }

  @Override
  public void close() {}
}
