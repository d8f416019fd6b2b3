package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.layer.Factor;

/**
 * Stochastic depth that saves time: a residual branch is computed for some of the batch only, and
 * what it adds there is scaled up (Huang et al. 2016; on a subset as in Oquab et al. 2024, DINOv2
 * section 5).
 *
 * @param orders of each branch, two a block, a permutation of the batch's samples, of which the
 *     first are kept; none where all are
 * @param kept number of samples that each branch sees
 */
public record StochasticDepth(int[][] orders, int kept) {
  /** Every branch sees every sample. */
  public static final StochasticDepth NONE = new StochasticDepth(new int[0][], 0);

  /**
   * Draws the samples.
   *
   * @param rate share of the batch that a branch leaves out; at least one sample stays
   * @param branches two a block
   * @param batch number of samples
   */
  public static StochasticDepth draw(double rate, int branches, int batch, RandomGenerator random) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a drop path rate of " + rate + "; 0 to below 1 expected");
    }
    int kept = Math.max((int) (batch * (1 - rate)), 1);
    if (kept == batch) {
      return NONE;
    }
    int[][] orders = new int[branches][];
    for (int i = 0; i < branches; i++) {
      orders[i] = shuffled(batch, random);
    }
    return new StochasticDepth(orders, kept);
  }

  /**
   * The samples that each branch sees.
   *
   * @return {@code [2 L, kept]} int64, or nothing where they are all
   */
  public NDArray samples(NDManager manager) {
    if (orders.length == 0) {
      return manager.zeros(new Shape(0), DataType.INT64);
    }
    long[] samples = new long[orders.length * kept];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = orders[i / kept][i % kept];
    }
    return Tensors.of(manager, samples, new Shape(orders.length, kept));
  }

  /** {@code x + branch(x)} for those kept, scaled, and {@code x} for the rest. */
  NDArray add(int branch, NDArray x, UnaryOperator<NDArray> of) {
    if (orders.length == 0) {
      return x.add(of.apply(x));
    }
    int[] order = orders[branch];
    long[] back = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    NDArray some = rows(x, order, 0, kept);
    NDArray moved = some.add(Factor.times(of.apply(some), (double) order.length / kept));
    NDArray shuffled = moved.concat(rows(x, order, kept, order.length), 0);
    return shuffled.get(Tensors.of(x.getManager(), back, new Shape(back.length)));
  }

  private static NDArray rows(NDArray x, int[] order, int from, int to) {
    long[] index = new long[to - from];
    for (int i = from; i < to; i++) {
      index[i - from] = order[i];
    }
    return x.get(Tensors.of(x.getManager(), index, new Shape(index.length)));
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
