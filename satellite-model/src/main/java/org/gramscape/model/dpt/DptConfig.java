package org.gramscape.model.dpt;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shape of a {@link DptHead}.
 *
 * @param taps the backbone's blocks whose normalised outputs it sees, 0-based and ascending; four
 * @param width channels of a token
 * @param readClass whether the class token is mixed into each patch
 * @param batchNorm whether patches are batch-normalised before all else
 * @param levels channels of each tap once it is an image: of four, two and one times the patches'
 *     resolution, and of half
 * @param channels in which the levels are joined
 * @param unitBias whether the convolutions of the residual units have a bias
 * @param projection whether a convolution follows the last join
 * @param hidden channels of each pixel before the last layer
 * @param outputs of each pixel: bins of depth, or classes
 */
public record DptConfig(
    List<Integer> taps,
    int width,
    boolean readClass,
    boolean batchNorm,
    List<Integer> levels,
    int channels,
    boolean unitBias,
    boolean projection,
    int hidden,
    int outputs) {
  /** Taps, levels and joins. */
  public static final int LEVELS = 4;

  /** CHMv2's head on a ViT-L (arXiv 2603.06382). */
  public static final DptConfig CHMV2 =
      new DptConfig(
          List.of(5, 11, 17, 23),
          1024,
          true,
          false,
          List.of(128, 256, 512, 1024),
          256,
          true,
          false,
          128,
          256);

  /** The released depth head on the ViT-7B, trained on synthetic images. */
  public static final DptConfig SYNTHMIX =
      new DptConfig(
          List.of(9, 19, 29, 39),
          4096,
          false,
          true,
          Collections.nCopies(LEVELS, 2048),
          512,
          false,
          true,
          32,
          256);

  public DptConfig {
    taps = List.copyOf(taps);
    levels = List.copyOf(levels);
    if (taps.size() != LEVELS || levels.size() != LEVELS) {
      throw new IllegalArgumentException(
          "a head with the taps %s and levels of %s channels; four of each expected"
              .formatted(taps, levels));
    }
    boolean ascending = taps.get(0) >= 0;
    for (int i = 1; i < LEVELS; i++) {
      ascending &= taps.get(i) > taps.get(i - 1);
    }
    if (!ascending) {
      throw new IllegalArgumentException(
          "a head with the taps %s; ascending numbers of blocks, from 0, expected".formatted(taps));
    }
    if (width < 1
        || levels.stream().anyMatch(level -> level < 1)
        || channels < 2
        || channels % 2 != 0
        || hidden < 1
        || outputs < 1) {
      throw new IllegalArgumentException(
          "a head of width %d, levels %s, %d channels (an even number), %d hidden and %d outputs"
              .formatted(width, levels, channels, hidden, outputs));
    }
  }

  /**
   * A head of CHMv2's kind for any backbone, after a quarter, a half, three quarters and all of its
   * blocks.
   *
   * @param depth of the backbone, in blocks
   * @throws IllegalArgumentException if these are fewer than four
   */
  public static DptConfig of(
      int width, int depth, List<Integer> levels, int channels, int hidden, int outputs) {
    return new DptConfig(
        quarters(depth), width, true, false, levels, channels, true, false, hidden, outputs);
  }

  static List<Integer> quarters(int depth) {
    return IntStream.rangeClosed(1, LEVELS).mapToObj(i -> depth * i / LEVELS - 1).toList();
  }

  /** Number of values of such a head; needs no memory for them. */
  public long parameterCount() {
    try (DptHead head = new DptHead(this)) {
      return head.parameterCount();
    }
  }
}
