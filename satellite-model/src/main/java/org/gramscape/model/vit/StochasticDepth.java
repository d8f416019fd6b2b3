package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.gramscape.model.layer.Factor;

/**
 * Stochastic depth that saves time: a residual branch is computed for some of the batch only, and
 * what it adds there is scaled up (Huang et al. 2016; on a subset as in Oquab et al. 2024, DINOv2
 * section 5).
 *
 * @param rate share of the batch that a branch leaves out; at least one sample stays
 * @param permutation of a batch's samples, of which the first are kept
 */
record StochasticDepth(double rate, IntFunction<int[]> permutation) {
  static final StochasticDepth NONE = of(0, null);

  StochasticDepth {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a drop path rate of " + rate + "; 0 to below 1 expected");
    }
  }

  static StochasticDepth of(double rate, RandomGenerator random) {
    return new StochasticDepth(rate, size -> shuffled(size, random));
  }

  /** Whole blocks of branches that leave samples out. */
  BlockRunner over(ResidualBranches branches) {
    return (block, tokens, rope) -> {
      NDArray middle = add(tokens, part -> branches.attend(block, part, rope));
      return add(middle, part -> branches.feed(block, part));
    };
  }

  /** {@code x + branch(x)} for those kept, scaled, and {@code x} for the rest. */
  NDArray add(NDArray x, UnaryOperator<NDArray> branch) {
    int batch = Math.toIntExact(x.getShape().get(0));
    int kept = Math.max((int) (batch * (1 - rate)), 1);
    if (kept == batch) {
      return x.add(branch.apply(x));
    }
    int[] order = permutation.apply(batch);
    long[] back = new long[batch];
    for (int i = 0; i < batch; i++) {
      back[order[i]] = i;
    }
    NDArray some = rows(x, order, 0, kept);
    NDArray moved = some.add(Factor.times(branch.apply(some), (double) batch / kept));
    NDArray shuffled = moved.concat(rows(x, order, kept, batch), 0);
    return shuffled.get(x.getManager().create(back));
  }

  private static NDArray rows(NDArray x, int[] order, int from, int to) {
    long[] index = new long[to - from];
    for (int i = from; i < to; i++) {
      index[i - from] = order[i];
    }
    return x.get(x.getManager().create(index));
  }

  private static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
