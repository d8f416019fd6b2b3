package org.gramscape.training.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis from a round number to another.
 *
 * @param step between marks
 */
record Axis(double low, double high, double step) {

  /** The axis that covers a range in about so many steps. */
  static Axis covering(double least, double most, int steps) {
    double low = least;
    double high = most;
    if (!(high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high)))) {
      double room = low == 0 ? 1 : Math.abs(low) / 10;
      low -= room;
      high += room;
    }
    double rough = (high - low) / steps;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (double candidate : new double[] {1, 2, 5}) {
      if (candidate * power >= rough) {
        step = candidate * power;
        break;
      }
    }
    return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
  }

  /** Where marks are, from low to high. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    long count = Math.round((high - low) / step);
    for (long i = 0; i <= count; i++) {
      double mark = low + i * step;
      marks.add(Math.abs(mark) < step / 1e6 ? 0 : mark);
    }
    return marks;
  }

  /** Where a value lies, 0 at low and 1 at high. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  /** A mark as short as it tells it from the next one. */
  String label(double mark) {
    if (mark == 0) {
      return "0";
    }
    double largest = Math.max(Math.abs(low), Math.abs(high));
    if (largest >= 1e4) {
      return number(mark / 1e3, step / 1e3) + "k";
    }
    if (largest < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", mark).replace("e-0", "e-");
    }
    return number(mark, step);
  }

  private static String number(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
