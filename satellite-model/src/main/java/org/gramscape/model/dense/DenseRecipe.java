package org.gramscape.model.dense;

import java.util.Map;
import org.gramscape.model.ssl.optim.CosineSchedule;

/**
 * A training of a dense head: what is common to all kinds, besides the images and where things are
 * kept.
 */
public interface DenseRecipe {

  /**
   * What becomes of the backbone.
   *
   * @param frozen whether it stays as it came
   * @param learningRateFactor of its last block's learning rate over the head's
   * @param layerDecay a block's learning rate over the next one's
   */
  record Backbone(boolean frozen, double learningRateFactor, double layerDecay) {}

  /**
   * Random changes of images, besides turns and mirrorings.
   *
   * @param groundSampleDistance factor, up and down, of the metres a pixel
   * @param brightness as the others, most change of a factor of 1
   * @param hue most turn, of the circle
   */
  record Changes(
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
  record Validation(double share, double blockMetres, long every, int patience) {}

  /**
   * How weights move.
   *
   * @param learningRate of the head at its peak
   * @param warmup iterations up to it; half a cosine leads from there to {@code last}
   * @param momentum of the running mean, which is what training makes
   */
  record Steps(
      double learningRate,
      double last,
      long warmup,
      double weightDecay,
      double beta1,
      double beta2,
      double clipNorm,
      double momentum) {}

  /** A sentence for people. */
  String about();

  /** Of the whole run, if it is not ended earlier. */
  long iterations();

  /** Images of a step. */
  int batch();

  /** Of weights, windows and their changes. */
  long seed();

  /** Side of an image in pixels, a multiple of 32. */
  int crop();

  /** Metres a pixel. */
  double groundSampleDistance();

  Backbone backbone();

  Changes changes();

  Validation validation();

  Steps steps();

  /** Blocks of the backbone that the head looks at. */
  int layers();

  /** The head, in words. */
  String describeHead();

  /** What is minimised, in words. */
  String describeLosses();

  /** The weight of each loss at an iteration, by its name. */
  Map<String, Double> lossWeights(long iteration);

  /** The head's learning rate at an iteration. */
  default double learningRate(long iteration) {
    Steps steps = steps();
    return new CosineSchedule(
            0, steps.learningRate(), steps.last(), 0, steps.warmup(), iterations(), 0)
        .at(iteration);
  }

  /** Of the running mean at an iteration. */
  default double momentum(long iteration) {
    // A mean over more steps than there were would remember the beginning.
    return Math.min(steps().momentum(), (1.0 + iteration) / (10 + iteration));
  }
}
