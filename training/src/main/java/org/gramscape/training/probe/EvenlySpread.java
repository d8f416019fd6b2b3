package org.gramscape.training.probe;

import java.util.List;
import java.util.stream.IntStream;

/** A few of many. */
public final class EvenlySpread {
  private EvenlySpread() {}

  /** At most {@code count} of a list, in its order and evenly spread over it. */
  public static <T> List<T> of(List<T> all, int count) {
    int taken = Math.min(count, all.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> all.get((int) ((i + 0.5) * all.size() / taken)))
        .toList();
  }
}
