package org.gramscape.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A number over the iterations of a run.
 *
 * @param points in the order of iterations
 */
record Curve(String name, List<Point> points) {

  /** A value, or the mean, least and most of several neighbours. */
  record Point(double iteration, double value, double least, double most) {}

  /** The values of a field in a run's metrics; without those that are no numbers. */
  static Curve of(String name, String field, List<JsonNode> metrics) {
    List<Point> points = new ArrayList<>();
    for (JsonNode line : metrics) {
      JsonNode value = line.path(field);
      if (value.isNumber()) {
        double number = value.asDouble();
        points.add(new Point(line.path(Metrics.ITERATION).asDouble(), number, number, number));
      }
    }
    return new Curve(name, points);
  }

  /** Every value multiplied, to have another unit. */
  Curve times(double factor) {
    return new Curve(
        name,
        points.stream()
            .map(
                p ->
                    new Point(
                        p.iteration(), factor * p.value(), factor * p.least(), factor * p.most()))
            .toList());
  }

  /** At most so many points, each the mean of neighbours. */
  Curve thinned(int most) {
    if (points.size() <= most) {
      return this;
    }
    List<Point> thin = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      int from = (int) ((long) i * points.size() / most);
      int to = (int) ((i + 1L) * points.size() / most);
      List<Point> part = points.subList(from, to);
      thin.add(
          new Point(
              part.stream().mapToDouble(Point::iteration).average().orElseThrow(),
              part.stream().mapToDouble(Point::value).average().orElseThrow(),
              part.stream().mapToDouble(Point::least).min().orElseThrow(),
              part.stream().mapToDouble(Point::most).max().orElseThrow()));
    }
    return new Curve(name, thin);
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  /** Whether it is 0 all the time, as what a run doesn't have. */
  boolean isZero() {
    return points.stream().allMatch(point -> point.value() == 0);
  }

  double last() {
    return points.get(points.size() - 1).value();
  }
}
