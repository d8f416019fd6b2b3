package org.gramscape.model.ssl.optim;

/**
 * Zero while frozen, a linear warm-up, half a cosine down to the end (or up to it).
 *
 * @param start of the warm-up
 * @param base where the warm-up ends and the cosine begins
 * @param end of the cosine
 * @param freezeIterations with value 0
 * @param warmupIterations {@code start} at the first, {@code base} at the last
 * @param totalIterations of all three; {@code end} is what follows. A longer warm-up than that is
 *     not cut short
 * @param truncated share by which the cosine is drawn longer than it runs, its values then shifted
 *     and scaled to end at {@code end}; 0 for a plain one
 */
public record CosineSchedule(
    double start,
    double base,
    double end,
    long freezeIterations,
    long warmupIterations,
    long totalIterations,
    double truncated)
    implements Schedule {

  public CosineSchedule {
    if (freezeIterations < 0 || warmupIterations < 0 || truncated < 0) {
      throw new IllegalArgumentException(
          "a schedule of %d frozen and %d warm-up iterations, truncated by %s; 0 or more expected"
              .formatted(freezeIterations, warmupIterations, truncated));
    }
  }

  /** Only the cosine. */
  public CosineSchedule(double base, double end, long totalIterations) {
    this(0, base, end, 0, 0, totalIterations, 0);
  }

  @Override
  public double at(long iteration) {
    if (iteration < freezeIterations) {
      return 0;
    }
    if (iteration < freezeIterations + warmupIterations) {
      return warmup(iteration - freezeIterations);
    }
    if (iteration >= totalIterations) {
      return end;
    }
    return cosine(iteration - freezeIterations - warmupIterations);
  }

  private double warmup(long i) {
    return warmupIterations == 1 ? start : start + (base - start) * i / (warmupIterations - 1.0);
  }

  private double cosine(long i) {
    long steps = totalIterations - freezeIterations - warmupIterations;
    if (truncated == 0) {
      return end + 0.5 * (base - end) * (1 + Math.cos(Math.PI * i / steps));
    }
    double drawn = Math.round((1 + truncated) * steps) - 1;
    double fallen = 1 - Math.cos(Math.PI * i / drawn);
    double fallenAtLast = 1 - Math.cos(Math.PI * (steps - 1) / drawn);
    return base + (end - base) * fallen / fallenAtLast;
  }
}
