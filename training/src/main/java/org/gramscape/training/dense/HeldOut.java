package org.gramscape.training.dense;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.gramscape.geoio.InvalidRasterException;

/**
 * Which ground is held out: whole blocks, so that most of it is not next to what is learnt.
 *
 * <p>Blocks are drawn over all ground together until their known pixels are a share of all. Ground
 * smaller than a block is one block. Blocks have no gap between them: along their edges, what is
 * held out has ground beside it that is learnt, and the larger a block, the less of it does.
 */
final class HeldOut {
  private record Block(int ground, int row, int column) {}

  private record Drawn(Block block, long known, double order) {}

  private final int side;
  private final Set<Block> blocks = new HashSet<>();

  /**
   * Draws blocks.
   *
   * @param side of a block in pixels
   * @throws InvalidRasterException if there are less than two blocks
   */
  HeldOut(List<Ground> grounds, int side, double share, long seed) throws InvalidRasterException {
    this.side = side;
    SplittableRandom random = new SplittableRandom(seed);
    List<Drawn> all = new ArrayList<>();
    long known = 0;
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int row = 0; row < blocks(ground.height()); row++) {
        for (int column = 0; column < blocks(ground.width()); column++) {
          long count = known(ground, row, column);
          if (count > 0) {
            all.add(new Drawn(new Block(g, row, column), count, random.nextDouble()));
            known += count;
          }
        }
      }
    }
    if (all.size() < 2) {
      throw new InvalidRasterException(
          "what is known makes one block of ground, and some must be held out to see when to stop;"
              + " give more images, or set validation.blockMetres lower");
    }
    all.sort(Comparator.comparingDouble(Drawn::order));
    long held = 0;
    for (Drawn drawn : all.subList(0, all.size() - 1)) {
      if (held >= share * known) {
        break;
      }
      blocks.add(drawn.block());
      held += drawn.known();
    }
  }

  /** What is left over at an edge belongs to the block before it. */
  private int blocks(int length) {
    return Math.max(1, length / side);
  }

  private int block(int place, int length) {
    return Math.min(place / side, blocks(length) - 1);
  }

  private long known(Ground ground, int blockRow, int blockColumn) {
    long count = 0;
    for (int i = 0; i < ground.truth().length; i++) {
      int row = i / ground.width();
      int column = i % ground.width();
      if (block(row, ground.height()) == blockRow
          && block(column, ground.width()) == blockColumn
          && !Float.isNaN(ground.truth()[i])) {
        count++;
      }
    }
    return count;
  }

  /** Whether a pixel of a ground is held out. */
  boolean contains(int index, Ground ground, int row, int column) {
    return blocks.contains(
        new Block(index, block(row, ground.height()), block(column, ground.width())));
  }
}
