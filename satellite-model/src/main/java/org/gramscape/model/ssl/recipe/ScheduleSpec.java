package org.gramscape.model.ssl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.stream.DoubleStream;
import org.gramscape.model.ssl.optim.CosineSchedule;
import org.gramscape.model.ssl.optim.Schedule;
import org.gramscape.model.ssl.optim.WarmupCosineSchedule;

/**
 * A schedule as recipes write it: a number, or a warm-up from {@code start} to {@code peak} and
 * half a cosine from there to {@code end}.
 *
 * @param warmup iterations; 0 if not said
 * @param cosine iterations, after which it stays at {@code end}; if not said, the cosine takes the
 *     rest of the run
 */
record ScheduleSpec(double start, double peak, double end, Long warmup, Long cosine) {

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  ScheduleSpec {
    warmup = warmup == null ? 0 : warmup;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ScheduleSpec constant(double value) {
    return new ScheduleSpec(value, value, value, 0L, 0L);
  }

  /** The schedule of a run. */
  Schedule schedule(long iterations) {
    if (cosine == null) {
      return new CosineSchedule(start, peak, end, 0, warmup, iterations, 0);
    }
    return new WarmupCosineSchedule(start, peak, end, warmup, cosine);
  }

  /** Whether all that it says, and so each value between, is a number from least to most. */
  boolean isWithin(double least, double most) {
    return DoubleStream.of(start, peak, end).allMatch(each -> each >= least && each <= most);
  }

  /** Whether it is 0 from beginning to end. */
  @JsonIgnore
  boolean isZero() {
    return start == 0 && peak == 0 && end == 0;
  }
}
