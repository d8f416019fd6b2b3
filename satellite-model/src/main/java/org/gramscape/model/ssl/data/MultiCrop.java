package org.gramscape.model.ssl.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gramscape.model.resample.Kernel;
import org.gramscape.model.ssl.data.Distortion.View;

/**
 * Cuts an image into two large crops and several small ones, each distorted in its own way (Caron
 * et al. 2020; paper section 3.1).
 *
 * @param global sizes and shares of the large crops
 * @param local of the small ones
 * @param localCrops of each image
 * @param gramSize side of the large crops for the Gram teacher in pixels; 0 for none
 * @param gramDistorted whether the Gram teacher sees the distortions too
 * @param distortion of colours and sharpness, in each crop another
 * @param horizontalFlips of half the crops
 * @param verticalFlips of half the crops: for images from straight above
 */
public record MultiCrop(
    Cut global,
    Cut local,
    int localCrops,
    int gramSize,
    boolean gramDistorted,
    Distortion distortion,
    boolean horizontalFlips,
    boolean verticalFlips) {

  /**
   * A kind of crop.
   *
   * @param size side in pixels
   * @param minShare of the image's area that it shows, at least
   * @param maxShare at most
   */
  public record Cut(int size, double minShare, double maxShare) {
    public Cut {
      if (size < 1 || !(0 < minShare && minShare <= maxShare && maxShare <= 1)) {
        throw new IllegalArgumentException(
            "crops of %d pixels that show %s to %s of an image; shares from above 0 to 1 expected"
                .formatted(size, minShare, maxShare));
      }
    }
  }

  /**
   * The crops of one image.
   *
   * @param gram the global crops as the Gram teacher sees them; empty without
   */
  public record Crops(List<Image> global, List<Image> local, List<Image> gram) {}

  /** The same crops for the same numbers drawn; the image stays as it is. */
  public Crops apply(Image image, RandomGenerator random) {
    List<Image> globals = new ArrayList<>();
    List<Image> grams = new ArrayList<>();
    for (View view : List.of(View.FIRST_GLOBAL, View.SECOND_GLOBAL)) {
      Image crop = cut(image, global, Math.max(global.size(), gramSize), random);
      if (gramDistorted) {
        distortion.apply(crop, view, random);
      }
      if (gramSize > 0) {
        grams.add(resized(gramSize == global.size() ? crop.copy() : crop, gramSize));
      }
      Image seen = resized(crop, global.size());
      if (!gramDistorted) {
        distortion.apply(seen, view, random);
      }
      globals.add(seen);
    }
    List<Image> locals = new ArrayList<>();
    for (int i = 0; i < localCrops; i++) {
      Image crop = cut(image, local, local.size(), random);
      distortion.apply(crop, View.LOCAL, random);
      locals.add(crop);
    }
    return new Crops(globals, locals, grams);
  }

  private Image cut(Image image, Cut cut, int side, RandomGenerator random) {
    Image crop =
        ResizedCrop.random(image, cut.minShare(), cut.maxShare(), random)
            .apply(image, side, Kernel.CATMULL_ROM);
    Colours.clamp(crop);
    if (horizontalFlips && random.nextBoolean()) {
      Geometry.flipHorizontally(crop);
    }
    if (verticalFlips && random.nextBoolean()) {
      Geometry.flipVertically(crop);
    }
    return crop;
  }

  /** The same, of another size where needed. */
  private static Image resized(Image crop, int side) {
    if (crop.width() == side) {
      return crop;
    }
    Image resized = ResizedCrop.whole(crop).apply(crop, side, Kernel.CATMULL_ROM);
    Colours.clamp(resized);
    return resized;
  }
}
