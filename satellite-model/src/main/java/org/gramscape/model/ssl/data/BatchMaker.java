package org.gramscape.model.ssl.data;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.gramscape.model.ssl.Batch;

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
   * A batch, made on the common pool's threads; the caller closes it.
   *
   * @throws IOException if the source has no image
   */
  public CropBatch make(long iteration) throws IOException {
    int grams = crops.gramSize() == 0 ? 0 : Batch.GLOBAL_CROPS;
    int side = crops.global().size() / patchSize;
    CropBatch batch =
        new CropBatch(
            stack(Batch.GLOBAL_CROPS, crops.global().size()),
            stack(crops.localCrops(), crops.local().size()),
            stack(grams, crops.gramSize()),
            masks.draw(Batch.GLOBAL_CROPS * images, side, side, random(iteration, images)));
    // No thread may throw: the others would go on writing to memory that is freed.
    AtomicReference<Exception> failure = new AtomicReference<>();
    IntStream.range(0, images)
        .parallel()
        .forEach(
            image -> {
              try {
                fill(batch, iteration, image);
              } catch (IOException | RuntimeException e) {
                failure.set(e);
              }
            });
    if (failure.get() == null) {
      return batch;
    }
    batch.close();
    if (failure.get() instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw (IOException) failure.get();
  }

  /** For some crops of each image. */
  private CropBatch.Stack stack(int each, int size) {
    return new CropBatch.Stack(each * images, normalisation.bands(), size);
  }

  private void fill(CropBatch batch, long iteration, int image) throws IOException {
    SplittableRandom random = random(iteration, image);
    MultiCrop.Crops made = crops.apply(source.draw(random), random);
    fill(batch.globals(), made.global(), image);
    fill(batch.locals(), made.local(), image);
    fill(batch.grams(), made.gram(), image);
  }

  /** Puts an image's crops in their places: first come all images' first ones. */
  private void fill(CropBatch.Stack stack, List<Image> made, int image) {
    for (int crop = 0; crop < made.size(); crop++) {
      stack.set(crop * images + image, made.get(crop), normalisation);
    }
  }

  /** Numbers of one image of one iteration; of its masks, with {@code image = images}. */
  private SplittableRandom random(long iteration, int image) {
    long ofIteration = new SplittableRandom(seed ^ iteration).nextLong();
    return new SplittableRandom(ofIteration + image);
  }
}
