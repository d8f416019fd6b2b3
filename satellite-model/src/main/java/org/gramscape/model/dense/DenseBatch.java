package org.gramscape.model.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.SplittableRandom;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.ssl.data.ColourJitter;
import org.gramscape.model.ssl.data.Image;

/**
 * Images and what is true of them, on the way to a step.
 *
 * @param images normalised {@code [B, bands, side, side]}
 * @param truth {@code [B, 1, side, side]}, 0 where not known
 * @param known the same shape, 1 or 0
 */
record DenseBatch(float[] images, float[] truth, float[] known, int count, int side) {

  /** The same for the same iteration, whatever was made before. */
  static DenseBatch make(
      DenseRecipe recipe, ImageNormalisation normalisation, DenseSource source, long iteration)
      throws IOException {
    int side = recipe.crop();
    int pixels = side * side;
    int bands = normalisation.mean().length;
    int count = recipe.batch();
    DenseBatch batch =
        new DenseBatch(
            new float[count * bands * pixels],
            new float[count * pixels],
            new float[count * pixels],
            count,
            side);
    SplittableRandom ofIteration = new SplittableRandom(recipe.seed() ^ iteration);
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(ofIteration.nextLong() + i);
      DenseSource.Example example = source.draw(side, random);
      jitter(recipe.changes()).apply(example.image(), random);
      Turn turn = new Turn(random.nextInt(Turn.COUNT));
      batch.put(i, turn, example, normalisation);
    }
    return batch;
  }

  private static ColourJitter jitter(DenseRecipe.Changes changes) {
    return new ColourJitter(
        changes.brightness(), changes.contrast(), changes.saturation(), changes.hue());
  }

  private void put(
      int place, Turn turn, DenseSource.Example example, ImageNormalisation normalisation) {
    int pixels = side * side;
    Image image = example.image();
    float[] turned = turn.apply(image.values(), side);
    float[] mean = normalisation.mean();
    float[] deviation = normalisation.standardDeviation();
    for (int i = 0; i < turned.length; i++) {
      int band = i / pixels;
      images[place * turned.length + i] = (turned[i] - mean[band]) / deviation[band];
    }
    float[] numbers = turn.apply(example.truth(), side);
    for (int i = 0; i < pixels; i++) {
      boolean isKnown = !Float.isNaN(numbers[i]);
      truth[place * pixels + i] = isKnown ? numbers[i] : 0;
      known[place * pixels + i] = isKnown ? 1 : 0;
    }
  }

  NDArray images(NDManager manager) {
    int bands = images.length / truth.length;
    return Tensors.of(manager, images, new Shape(count, bands, side, side));
  }

  NDArray truth(NDManager manager) {
    return Tensors.of(manager, truth, new Shape(count, 1, side, side));
  }

  NDArray known(NDManager manager) {
    return Tensors.of(manager, known, new Shape(count, 1, side, side));
  }
}
