package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The rotation angles of every token, as tables of sine and cosine.
 *
 * <p>A patch's angles are {@code 2 pi * coordinate / period}: a quarter of the head's width for its
 * row, a quarter for its column, and the same again, because channel {@code i} turns with channel
 * {@code i + headWidth / 2}. The tokens before the patches (class and registers) turn by nothing:
 * sine 0, cosine 1, so that one multiplication serves all tokens.
 *
 * <p>Periods are exact. Meta's files hold them rounded to bfloat16, which moves normalised features
 * by up to 3e-4; like Hugging Face's and timm's loaders, this one leaves the rounded ones unread.
 *
 * @param sin {@code [tokens, headWidth]}
 * @param cos {@code [tokens, headWidth]}
 */
public record RotaryEmbedding(NDArray sin, NDArray cos) {

  /** Periods of a head, {@code headWidth / 4} of them, shortest first. */
  public static double[] periods(RopeConfig config, int headWidth) {
    int count = headWidth / 4;
    int steps = config.includesMaxPeriod() ? Math.max(count - 1, 1) : count;
    double[] periods = new double[count];
    for (int i = 0; i < count; i++) {
      periods[i] =
          config.minPeriod()
              * StrictMath.pow(config.maxPeriod() / config.minPeriod(), (double) i / steps);
    }
    return periods;
  }

  /** Tables for {@code prefix} unturned tokens followed by a grid of patches, row by row. */
  public static RotaryEmbedding of(
      NDManager manager,
      RopeConfig config,
      double[] periods,
      RopeAugmentation.Draw draw,
      int prefix,
      int rows,
      int columns) {
    int quarter = periods.length;
    int width = 4 * quarter;
    float[] sin = new float[(prefix + rows * columns) * width];
    float[] cos = new float[sin.length];
    java.util.Arrays.fill(cos, 0, prefix * width, 1f);
    double[][] y =
        angles(rows, side(config, rows, columns, rows), draw.shiftY(), draw.factorY(), periods);
    double[][] x =
        angles(
            columns, side(config, rows, columns, columns), draw.shiftX(), draw.factorX(), periods);
    float[][] sinY = table(y, true);
    float[][] cosY = table(y, false);
    float[][] sinX = table(x, true);
    float[][] cosX = table(x, false);
    int at = prefix * width;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int half = 0; half < 2; half++) {
          System.arraycopy(sinY[row], 0, sin, at, quarter);
          System.arraycopy(cosY[row], 0, cos, at, quarter);
          System.arraycopy(sinX[column], 0, sin, at + quarter, quarter);
          System.arraycopy(cosX[column], 0, cos, at + quarter, quarter);
          at += 2 * quarter;
        }
      }
    }
    Shape shape = new Shape(prefix + (long) rows * columns, width);
    return new RotaryEmbedding(manager.create(sin, shape), manager.create(cos, shape));
  }

  private static double side(RopeConfig config, int rows, int columns, int own) {
    return switch (config.normalise()) {
      case SEPARATE -> own;
      case MIN -> Math.min(rows, columns);
      case MAX -> Math.max(rows, columns);
    };
  }

  private static double[][] angles(
      int count, double side, double shift, double factor, double[] periods) {
    double[][] angles = new double[count][periods.length];
    for (int k = 0; k < count; k++) {
      double coordinate = (2 * (k + 0.5) / side - 1 + shift) * factor;
      for (int i = 0; i < periods.length; i++) {
        angles[k][i] = 2 * Math.PI * coordinate / periods[i];
      }
    }
    return angles;
  }

  private static float[][] table(double[][] angles, boolean sine) {
    float[][] table = new float[angles.length][angles[0].length];
    for (int k = 0; k < angles.length; k++) {
      for (int i = 0; i < angles[k].length; i++) {
        // StrictMath, so that every machine has the same tables.
        table[k][i] = (float) (sine ? StrictMath.sin(angles[k][i]) : StrictMath.cos(angles[k][i]));
      }
    }
    return table;
  }
}
