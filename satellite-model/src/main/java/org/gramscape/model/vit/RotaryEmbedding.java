package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.gramscape.model.kernel.Tensors;

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
 * @param sin {@code [tokens, headWidth]}, or of several blocks {@code [L, tokens, headWidth]}
 * @param cos the same shape
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
    return of(manager, config, periods, List.of(draw), prefix, rows, columns).ofBlock(0);
  }

  /**
   * Tables of one block after another.
   *
   * @param draws of the blocks
   * @return tables {@code [L, tokens, headWidth]}
   */
  static RotaryEmbedding of(
      NDManager manager,
      RopeConfig config,
      double[] periods,
      List<RopeAugmentation.Draw> draws,
      int prefix,
      int rows,
      int columns) {
    int width = 4 * periods.length;
    Shape shape = new Shape(draws.size(), prefix + (long) rows * columns, width);
    float[] sin = new float[Math.toIntExact(shape.size())];
    float[] cos = new float[sin.length];
    int at = 0;
    for (RopeAugmentation.Draw draw : draws) {
      double[][] y =
          angles(rows, side(config, rows, columns, rows), draw.shiftY(), draw.factorY(), periods);
      double[][] x =
          angles(
              columns,
              side(config, rows, columns, columns),
              draw.shiftX(),
              draw.factorX(),
              periods);
      Arrays.fill(cos, at, at + prefix * width, 1f);
      at += prefix * width;
      fill(sin, at, table(y, true), table(x, true));
      fill(cos, at, table(y, false), table(x, false));
      at += rows * columns * width;
    }
    return new RotaryEmbedding(Tensors.of(manager, sin, shape), Tensors.of(manager, cos, shape));
  }

  /** Writes rows of {@code y, x, y, x} for every patch. */
  private static void fill(float[] target, int from, float[][] y, float[][] x) {
    int at = from;
    int quarter = y[0].length;
    for (float[] row : y) {
      for (float[] column : x) {
        for (int half = 0; half < 2; half++) {
          System.arraycopy(row, 0, target, at, quarter);
          System.arraycopy(column, 0, target, at + quarter, quarter);
          at += 2 * quarter;
        }
      }
    }
  }

  /** The tables of a block, where these are of several, or one for all. */
  RotaryEmbedding ofBlock(int block) {
    long i = Math.min(block, sin.getShape().get(0) - 1);
    return new RotaryEmbedding(sin.get(i), cos.get(i));
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
