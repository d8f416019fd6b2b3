package org.gramscape.model.ssl.data;

import java.util.random.RandomGenerator;

/**
 * Masks patches in blocks until an exact number is reached (Bao et al. 2022, BEiT algorithm 1).
 *
 * @param rows of patches
 * @param columns of patches
 */
record BlockMask(int rows, int columns) {
  private static final int LEAST_AREA = 4;
  private static final double LARGEST_ASPECT = 1 / 0.3;
  private static final int TRIES = 10;

  /** Exactly {@code count} patches, true where masked, row by row. */
  boolean[] draw(int count, RandomGenerator random) {
    boolean[] mask = new boolean[rows * columns];
    int largestArea = mask.length / 2;
    int masked = 0;
    while (masked < count) {
      int added = addBlock(mask, Math.min(count - masked, largestArea), random);
      if (added == 0) {
        break;
      }
      masked += added;
    }
    while (masked < count) {
      int patch = random.nextInt(mask.length);
      if (!mask[patch]) {
        mask[patch] = true;
        masked++;
      }
    }
    return mask;
  }

  /** Patches that were added: at most {@code most}, none after too many tries. */
  private int addBlock(boolean[] mask, int most, RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      double area = LEAST_AREA + (most - LEAST_AREA) * random.nextDouble();
      double aspect = Math.exp(Math.log(LARGEST_ASPECT) * (2 * random.nextDouble() - 1));
      int height = (int) Math.round(Math.sqrt(area * aspect));
      int width = (int) Math.round(Math.sqrt(area / aspect));
      if (height < 1 || width < 1 || height >= rows || width >= columns) {
        continue;
      }
      int top = random.nextInt(rows - height + 1);
      int left = random.nextInt(columns - width + 1);
      int free = 0;
      for (int patch = 0; patch < height * width; patch++) {
        free += mask[(top + patch / width) * columns + left + patch % width] ? 0 : 1;
      }
      if (free > 0 && free <= most) {
        for (int patch = 0; patch < height * width; patch++) {
          mask[(top + patch / width) * columns + left + patch % width] = true;
        }
        return free;
      }
    }
    return 0;
  }
}
