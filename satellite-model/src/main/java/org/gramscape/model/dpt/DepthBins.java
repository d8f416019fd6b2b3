package org.gramscape.model.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;

/**
 * Heights as a distribution over fixed ones (Bhat et al. 2021, AdaBins, with bins that do not
 * adapt): each output of a pixel weighs a bin, their mean is the height, and how far they scatter
 * is its spread.
 *
 * @param count of bins; 1 stands for no bins: the output above 0, and {@code least} more, is the
 *     height
 * @param least bin, in units of {@code scale}
 * @param most the last bin, in units of {@code scale}
 * @param spacing of the bins between
 * @param weighting what outputs become before they are divided by their sum
 * @param scale metres a unit
 */
public record DepthBins(
    int count, double least, double most, Spacing spacing, Weighting weighting, double scale) {

  /** Where bins lie between the first and the last. */
  public enum Spacing {
    /** Evenly. */
    LINEAR,
    /** Evenly in their logarithms. */
    LOG,
    /** From the second's to the first's, evenly: close where low, even where high. */
    MIXLOG
  }

  /** What outputs become. */
  public enum Weighting {
    /** What is above 0, and a tenth more. */
    LINEAR("relu", 0.1),
    /** What is above 0, and next to nothing more; so in CHMv2. */
    RELU("relu", 1e-8),
    /** Their exponentials. */
    SOFTMAX("softmax", 0),
    /** Each between 0 and 1. */
    SIGMOID("sigmoid", 0);

    private final Script script;

    Weighting(String method, double epsilon) {
      script =
          new Script(
              Torch.newManager(),
              DepthBins.class,
              "bins.py.txt",
              Map.of("WEIGHTING", method, "EPSILON", Double.toString(epsilon)));
    }
  }

  /** CHMv2's: 256 from 8 mm to 96 m. */
  public static final DepthBins CHMV2 =
      new DepthBins(256, 0.001, 12, Spacing.MIXLOG, Weighting.RELU, 8);

  public DepthBins {
    if (count < 1 || !(least > 0) || !(most > least) || !(scale > 0)) {
      throw new IllegalArgumentException(
          "%d bins from %s to %s of %s m; one or more, and 0 < first < last expected"
              .formatted(count, least, most, scale));
    }
  }

  /** The heights that bins stand for, in metres, ascending. */
  public double[] heights() {
    double[] heights = new double[count];
    for (int i = 0; i < count; i++) {
      double along = count == 1 ? 0 : i / (count - 1.0);
      double linear = least + along * (most - least);
      double log = least * Math.pow(most / least, along);
      heights[i] =
          scale
              * switch (spacing) {
                case LINEAR -> linear;
                case LOG -> log;
                case MIXLOG -> (1 - along) * log + along * linear;
              };
    }
    return heights;
  }

  /**
   * The mean of each pixel's distribution, through which gradients follow.
   *
   * @param hidden {@code [B, C, H, W]}
   * @param weight of the layer to the bins, {@code [count, C, 1, 1]}
   * @param bias {@code [count]}
   * @return metres {@code [B, 1, H, W]}
   */
  NDArray heights(NDArray hidden, NDArray weight, NDArray bias) {
    return call("heights", hidden, weight, bias);
  }

  /**
   * The mean and the standard deviation of each pixel's distribution, without gradients. Outputs
   * are made some rows at a time: all at once they are the largest array of the network.
   *
   * @return metres {@code [2, B, H, W]}
   */
  NDArray moments(NDArray hidden, NDArray weight, NDArray bias) {
    return call("moments", hidden, weight, bias);
  }

  /**
   * DJL tells by an array's name whether it is part of a list. The layer's arrays are always: other
   * threads may be passing them with all of the head's at this moment.
   */
  private NDArray call(String method, NDArray hidden, NDArray weight, NDArray bias) {
    return weighting.script.call(method, List.of(hidden, table(hidden)), List.of(weight, bias));
  }

  /** {@code [count, 3]}: what a bin's weight counts in the sums of weights, heights and squares. */
  private NDArray table(NDArray like) {
    double[] heights = heights();
    float[] table = new float[3 * count];
    for (int i = 0; i < count; i++) {
      table[3 * i] = 1;
      table[3 * i + 1] = (float) heights[i];
      table[3 * i + 2] = (float) (heights[i] * heights[i]);
    }
    return Tensors.of(like.getManager(), table, new Shape(count, 3));
  }
}
