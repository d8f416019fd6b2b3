package org.gramscape.landcover;

import java.util.Optional;
import org.gramscape.geoio.Length;

/**
 * How labels are held out to see what a fit is worth.
 *
 * @param block side of the blocks; empty for a sixth of the labels' extent, and four patches or
 *     more
 */
public record Folding(FoldKind kind, Optional<Length> block) {
  /** By blocks whose size suits the labels. */
  public static final Folding STANDARD = new Folding(FoldKind.BLOCKS, Optional.empty());

  /**
   * @throws IllegalArgumentException if blocks have no size, or one where there are none
   */
  public Folding {
    if (block.isPresent() && kind == FoldKind.RANDOM) {
      throw new IllegalArgumentException(
          "blocks of %s do not go with random folds; ask for one or the other"
              .formatted(block.get()));
    }
    if (block.isPresent() && block.get().metres() == 0) {
      throw new IllegalArgumentException("blocks of no size hold nothing out; write 100m");
    }
  }
}
