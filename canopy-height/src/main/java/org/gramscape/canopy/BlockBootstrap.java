package org.gramscape.canopy;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Sums of blocks, from which figures of drawn blocks follow. */
final class BlockBootstrap {
  private static final int DRAWS = 1000;

  /** Fewer blocks say nothing of other ground. */
  private static final int FEWEST = 5;

  private static final double TAIL = 0.025;
  private static final long SEED = 17;

  /** Of a block: count, sums of |e|, e², e, t, t²; whether its means count, and they. */
  private static final int SUMS = 9;

  private double[] sums = new double[64 * SUMS];
  private int blocks;

  /** Takes a block: its cells' sums, and its means, NaN if too few of its cells count. */
  void add(
      long count,
      double absolute,
      double squared,
      double error,
      double truth,
      double truthSquared,
      double meanPrediction,
      double meanTruth) {
    if ((blocks + 1) * SUMS > sums.length) {
      sums = Arrays.copyOf(sums, 2 * sums.length);
    }
    boolean whole = !Double.isNaN(meanTruth);
    double[] block = {
      count,
      absolute,
      squared,
      error,
      truth,
      truthSquared,
      whole ? 1 : 0,
      whole ? meanPrediction : 0,
      whole ? meanTruth : 0
    };
    System.arraycopy(block, 0, sums, blocks++ * SUMS, SUMS);
  }

  void add(BlockBootstrap other) {
    sums = Arrays.copyOf(sums, Math.max(sums.length, (blocks + other.blocks) * SUMS));
    System.arraycopy(other.sums, 0, sums, blocks * SUMS, other.blocks * SUMS);
    blocks += other.blocks;
  }

  /** The same blocks give the same intervals. */
  HeightIntervals intervals() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] figures = new double[5][DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] total = new double[SUMS];
      double blockSquared = 0;
      double blockTruthSquared = 0;
      for (int i = 0; i < blocks; i++) {
        int at = random.nextInt(blocks) * SUMS;
        for (int k = 0; k < SUMS; k++) {
          total[k] += sums[at + k];
        }
        double error = sums[at + 7] - sums[at + 8];
        blockSquared += error * error;
        blockTruthSquared += sums[at + 8] * sums[at + 8];
      }
      figures[0][draw] = total[1] / total[0];
      figures[1][draw] = Math.sqrt(total[2] / total[0]);
      figures[2][draw] = total[3] / total[0];
      figures[3][draw] = r2(total[2], total[0], total[4], total[5]);
      figures[4][draw] = r2(blockSquared, total[6], total[8], blockTruthSquared);
    }
    return new HeightIntervals(
        interval(figures[0]),
        interval(figures[1]),
        interval(figures[2]),
        interval(figures[3]),
        interval(figures[4]));
  }

  private static double r2(double squaredError, double count, double sum, double squares) {
    double scatter = squares - sum * sum / count;
    return scatter > 1e-9 * squares ? 1 - squaredError / scatter : Double.NaN;
  }

  private Interval interval(double[] values) {
    double[] known = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    return blocks < FEWEST || known.length < DRAWS / 2
        ? new Interval(Double.NaN, Double.NaN)
        : new Interval(
            known[(int) (TAIL * (known.length - 1))],
            known[(int) Math.ceil((1 - TAIL) * (known.length - 1))]);
  }
}
