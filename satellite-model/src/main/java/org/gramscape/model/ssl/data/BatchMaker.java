package org.gramscape.model.ssl.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes the batch of any iteration, the same for the same seed, whatever the number of threads and
 * whichever batches were made before.
 *
 * @param source of images
 * @param images B
 * @param patchSize of the student, in pixels
 */
public record BatchMaker(
    ImageSource source,
    MultiCrop crops,
    MaskSampler masks,
    Normalisation normalisation,
    int images,
    int patchSize,
    long seed) {

  /**
   * A batch, made on the common pool's threads.
   *
   * @throws IOException if the source has no image
   */
  public CropBatch make(long iteration) throws IOException {
    List<MultiCrop.Crops> made;
    try {
      made = IntStream.range(0, images).parallel().mapToObj(i -> crops(iteration, i)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    int side = crops.global().size() / patchSize;
    int globalCrops = made.get(0).global().size() * images;
    return new CropBatch(
        CropBatch.Stack.of(made, MultiCrop.Crops::global, normalisation),
        CropBatch.Stack.of(made, MultiCrop.Crops::local, normalisation),
        CropBatch.Stack.of(made, MultiCrop.Crops::gram, normalisation),
        masks.draw(globalCrops, side, side, random(iteration, images)));
  }

  private MultiCrop.Crops crops(long iteration, int image) {
    SplittableRandom random = random(iteration, image);
    try {
      return crops.apply(source.draw(random), random);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Numbers of one image of one iteration; of its masks, with {@code image = images}. */
  private SplittableRandom random(long iteration, int image) {
    long ofIteration = new SplittableRandom(seed ^ iteration).nextLong();
    return new SplittableRandom(ofIteration + image);
  }
}
