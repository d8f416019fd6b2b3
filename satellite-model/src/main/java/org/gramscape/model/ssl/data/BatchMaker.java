package org.gramscape.model.ssl.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
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
   * A batch, made on the common pool's threads.
   *
   * @throws IOException if the source has no image
   */
  public CropBatch make(long iteration) throws IOException {
    CropBatch.Stack globals = stack(Batch.GLOBAL_CROPS, crops.global().size());
    CropBatch.Stack locals = stack(crops.localCrops(), crops.local().size());
    CropBatch.Stack grams = stack(crops.gramSize() == 0 ? 0 : Batch.GLOBAL_CROPS, crops.gramSize());
    try {
      IntStream.range(0, images)
          .parallel()
          .forEach(
              i -> {
                MultiCrop.Crops made = crops(iteration, i);
                fill(globals, made.global(), i);
                fill(locals, made.local(), i);
                fill(grams, made.gram(), i);
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    int side = crops.global().size() / patchSize;
    boolean[][] drawn = masks.draw(globals.crops(), side, side, random(iteration, images));
    return new CropBatch(globals, locals, grams, drawn);
  }

  /** For some crops of each image. */
  private CropBatch.Stack stack(int each, int size) {
    return CropBatch.Stack.of(each * images, normalisation.bands(), size);
  }

  /** Puts an image's crops in their places: first come all images' first ones. */
  private void fill(CropBatch.Stack stack, List<Image> made, int image) {
    for (int crop = 0; crop < made.size(); crop++) {
      stack.set(crop * images + image, made.get(crop), normalisation);
    }
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
