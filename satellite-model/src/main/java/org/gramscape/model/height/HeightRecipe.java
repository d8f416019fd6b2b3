package org.gramscape.model.height;

import java.util.List;
import org.gramscape.model.dpt.DepthBins;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.ssl.optim.CosineSchedule;

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
    Steps steps) {

  /**
   * What becomes of the backbone.
   *
   * @param frozen whether it stays as it came
   * @param learningRateFactor of its last block's learning rate over the head's
   * @param layerDecay a block's learning rate over the next one's
   */
  public record Backbone(boolean frozen, double learningRateFactor, double layerDecay) {}

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

  /**
   * Random changes of images, besides turns and mirrorings.
   *
   * @param groundSampleDistance factor, up and down, of the metres a pixel
   * @param brightness as the others, most change of a factor of 1
   * @param hue most turn, of the circle
   */
  public record Changes(
      double groundSampleDistance,
      double brightness,
      double contrast,
      double saturation,
      double hue) {}

  /**
   * When to stop.
   *
   * @param share of the ground that is held out
   * @param blockMetres side of the blocks in which it is, so that what is held out is not next to
   *     what is learnt
   * @param every iterations between looks
   * @param patience looks without a better one after which training ends
   */
  public record Validation(double share, double blockMetres, long every, int patience) {}

  /**
   * How weights move.
   *
   * @param learningRate of the head at its peak
   * @param warmup iterations up to it; half a cosine leads from there to {@code last}
   * @param momentum of the running mean, which is what training makes
   */
  public record Steps(
      double learningRate,
      double last,
      long warmup,
      double weightDecay,
      double beta1,
      double beta2,
      double clipNorm,
      double momentum) {}

  /** The numbers of an iteration. */
  record Rates(
      double learningRate, double siLog, double charbonnier, double gradient, double momentum) {}

  Rates rates(long iteration) {
    double rate =
        new CosineSchedule(0, steps.learningRate(), steps.last(), 0, steps.warmup(), iterations, 0)
            .at(iteration);
    double later = ramp(iteration, 0, losses.siLogUntil());
    double gradient =
        losses.gradientWeight() * ramp(iteration, losses.gradientFrom(), losses.gradientUntil());
    // A mean over more steps than there were would remember the beginning.
    double momentum = Math.min(steps.momentum(), (1.0 + iteration) / (10 + iteration));
    return new Rates(rate, 1 - later, later, gradient, momentum);
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
