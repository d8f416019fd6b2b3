package org.gramscape.model.height;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.dpt.DepthBins;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.height.loss.CharbonnierLoss;
import org.gramscape.model.height.loss.PatchGradientLoss;
import org.gramscape.model.height.loss.SiLogLoss;

/**
 * A training for heights: everything but the images and where things are kept.
 *
 * @param about a sentence for people
 * @param iterations of the whole run, if it is not ended earlier
 * @param batch images of a step
 * @param seed of weights, windows and their changes
 * @param crop side of an image in pixels, a multiple of 32
 * @param groundSampleDistance metres a pixel
 */
public record HeightRecipe(
    String about,
    long iterations,
    int batch,
    long seed,
    int crop,
    double groundSampleDistance,
    Backbone backbone,
    Head head,
    Losses losses,
    Sampling sampling,
    Changes changes,
    Validation validation,
    Steps steps)
    implements DenseRecipe {
  private static final String SI_LOG = "siLog";
  private static final String CHARBONNIER = "charbonnier";
  private static final String GRADIENT = "gradient";

  /** Metres that the logarithms are of more than heights, so that bare ground has one. */
  private static final double LOG_OFFSET = 1;

  /**
   * The DPT head's sizes.
   *
   * @param levels channels of the four levels
   * @param channels in which they are joined
   * @param hidden channels before the last layer
   * @param bins of the distribution of heights
   * @param highest of them, in metres
   */
  public record Head(List<Integer> levels, int channels, int hidden, int bins, double highest) {}

  /**
   * What is minimised: the scale-invariant logarithmic error first, the Charbonnier error of metres
   * later, and the patch-gradient error besides, once heights are about right.
   *
   * @param siLogUntil iterations over which the first error gives way to the second
   * @param epsilon of the Charbonnier error, in metres
   * @param gradientWeight of the patch-gradient error in the end
   * @param gradientFrom iteration at which its weight begins to grow
   * @param gradientUntil iteration at which it is reached
   */
  public record Losses(
      long siLogUntil,
      double epsilon,
      double gradientWeight,
      long gradientFrom,
      long gradientUntil) {}

  /**
   * Where windows are taken.
   *
   * @param limits between classes of heights, in metres
   * @param balance 0 draws classes by their area, 1 all alike
   */
  public record Sampling(List<Double> limits, double balance) {}

  @Override
  public int layers() {
    return DptConfig.LEVELS;
  }

  @Override
  public String describeHead() {
    return String.format(
        Locale.ROOT,
        "a DPT head of %d channels and %d heights up to %.0f m",
        head.channels(),
        head.bins(),
        head.highest());
  }

  @Override
  public String describeLosses() {
    return String.format(
        Locale.ROOT,
        "SiLog, which gives way to Charbonnier until iteration %d; %.3g of patch gradients from"
            + " iteration %d to %d on",
        losses.siLogUntil(),
        losses.gradientWeight(),
        losses.gradientFrom(),
        losses.gradientUntil());
  }

  @Override
  public Map<String, Double> lossWeights(long iteration) {
    double later = ramp(iteration, 0, losses.siLogUntil());
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put(SI_LOG, 1 - later);
    weights.put(CHARBONNIER, later);
    weights.put(
        GRADIENT,
        losses.gradientWeight() * ramp(iteration, losses.gradientFrom(), losses.gradientUntil()));
    return weights;
  }

  /** What is minimised, by the names of {@link #lossWeights}. */
  public Map<String, DenseLoss> terms() {
    return Map.of(
        SI_LOG, new SiLogLoss(0.15, LOG_OFFSET, true),
        CHARBONNIER, new CharbonnierLoss(losses.epsilon()),
        GRADIENT, new PatchGradientLoss());
  }

  private static double ramp(long iteration, long from, long until) {
    return until <= from
        ? iteration >= from ? 1 : 0
        : Math.min(1, Math.max(0, (iteration - from) / (double) (until - from)));
  }

  /** The head on a backbone. */
  public DepthConfig headOn(int width, int depth) {
    return new DepthConfig(
        DptConfig.of(width, depth, head.levels(), head.channels(), head.hidden(), head.bins()),
        new DepthBins(
            head.bins(),
            0.001,
            head.highest() / 8,
            DepthBins.Spacing.MIXLOG,
            DepthBins.Weighting.RELU,
            8));
  }
}
