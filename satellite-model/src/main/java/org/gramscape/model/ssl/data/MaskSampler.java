package org.gramscape.model.ssl.data;

import java.util.random.RandomGenerator;

/**
 * Chooses which of a batch's global crops are masked, and how much of each.
 *
 * @param share of the crops that are masked; 0.5 in every recipe
 * @param leastRatio of an image's patches; each masked crop has a ratio of its own, spread evenly
 * @param mostRatio of an image's patches
 */
public record MaskSampler(double share, double leastRatio, double mostRatio) {

  public MaskSampler {
    if (!(share >= 0
        && share <= 1
        && 0 <= leastRatio
        && leastRatio <= mostRatio
        && mostRatio <= 1)) {
      throw new IllegalArgumentException(
          "masks of %s to %s of the patches in %s of the crops; shares from 0 to 1 expected"
              .formatted(leastRatio, mostRatio, share));
    }
  }

  /**
   * A mask for each crop, in random order; all false where a crop is not masked.
   *
   * @param crops 2 B
   */
  public boolean[][] draw(int crops, int rows, int columns, RandomGenerator random) {
    BlockMask blocks = new BlockMask(rows, columns);
    boolean[][] masks = new boolean[crops][];
    int[] counts = counts(crops, rows * columns);
    for (int i = 0; i < crops; i++) {
      masks[i] = blocks.draw(counts[i], random);
    }
    for (int i = crops - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      boolean[] mask = masks[i];
      masks[i] = masks[j];
      masks[j] = mask;
    }
    return masks;
  }

  /** Masked patches of each crop, the masked crops first. */
  int[] counts(int crops, int patches) {
    int[] counts = new int[crops];
    int masked = (int) (crops * share);
    for (int i = 0; i < masked; i++) {
      double ratio =
          i == masked - 1 ? mostRatio : leastRatio + (i + 1) * ((mostRatio - leastRatio) / masked);
      counts[i] = (int) (patches * ratio);
    }
    return counts;
  }
}
