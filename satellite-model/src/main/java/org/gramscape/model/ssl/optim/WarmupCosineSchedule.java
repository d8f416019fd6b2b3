package org.gramscape.model.ssl.optim;

/**
 * A linear warm-up that stops a step before its peak, half a cosine from peak to end with both of
 * them, and the end ever after.
 *
 * @param warmupIterations from {@code start} towards {@code peak}
 * @param cosineIterations from {@code peak} to {@code end}; 0 leaves {@code end} at once
 */
public record WarmupCosineSchedule(
    double start, double peak, double end, long warmupIterations, long cosineIterations)
    implements Schedule {

  public WarmupCosineSchedule {
    if (warmupIterations < 0 || cosineIterations < 0) {
      throw new IllegalArgumentException(
          "a schedule of %d warm-up and %d cosine iterations"
              .formatted(warmupIterations, cosineIterations));
    }
  }

  @Override
  public double at(long iteration) {
    if (iteration < warmupIterations) {
      return start + (peak - start) * iteration / warmupIterations;
    }
    long i = iteration - warmupIterations;
    if (i >= cosineIterations) {
      return end;
    }
    double along = cosineIterations == 1 ? 0 : Math.PI * i / (cosineIterations - 1);
    return end + 0.5 * (peak - end) * (1 + Math.cos(along));
  }
}
