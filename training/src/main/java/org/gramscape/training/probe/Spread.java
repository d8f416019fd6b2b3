package org.gramscape.training.probe;

import java.util.stream.DoubleStream;

/** Mean and standard deviation of some values; NaN of none. */
record Spread(double mean, double deviation) {

  static Spread of(double[] values) {
    double mean = mean(DoubleStream.of(values));
    double variance = mean(DoubleStream.of(values).map(v -> (v - mean) * (v - mean)));
    return new Spread(mean, Math.sqrt(variance));
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(Double.NaN);
  }
}
