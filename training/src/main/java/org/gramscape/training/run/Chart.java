package org.gramscape.training.run;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Curves over iterations as a figure of HTML and SVG: lines of means, and behind them where the
 * values lie.
 *
 * @param unit of the values; empty for none
 * @param curves the seventh has the first one's colour again
 */
record Chart(String title, String unit, List<Curve> curves) {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 190;
  private static final int LEFT = 44;
  private static final int RIGHT = 10;
  private static final int TOP = 8;
  private static final int BOTTOM = 34;
  private static final int POINTS = 240;
  private static final int COLORS = 6;

  /** Of one curve, which has the chart's name. */
  static Chart of(String title, String unit, Curve curve) {
    return new Chart(title, unit, List.of(curve));
  }

  /** The figure; the curves have a point at least. */
  String html() {
    List<Curve> thin = curves.stream().map(curve -> curve.thinned(POINTS)).toList();
    Axis across =
        Axis.covering(least(thin, Curve.Point::iteration), most(thin, Curve.Point::iteration), 5);
    Axis up = Axis.covering(least(thin, Curve.Point::least), most(thin, Curve.Point::most), 4);
    StringBuilder html = new StringBuilder("<figure class=\"chart\"><figcaption>");
    html.append(Html.escape(title));
    if (!unit.isEmpty()) {
      html.append(" <span class=\"unit\">").append(Html.escape(unit)).append("</span>");
    }
    if (curves.size() == 1) {
      html.append(" <span>").append(value(curves.get(0).last())).append("</span>");
    }
    html.append("</figcaption>\n");
    if (curves.size() > 1) {
      html.append("<p class=\"key\">");
      for (int i = 0; i < curves.size(); i++) {
        html.append(
            "<span class=\"c%d\">%s <b>%s</b></span>"
                .formatted(
                    i % COLORS, Html.escape(curves.get(i).name()), value(curves.get(i).last())));
      }
      html.append("</p>\n");
    }
    html.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, Html.escape(title)));
    axes(html, across, up);
    for (int i = 0; i < thin.size(); i++) {
      draw(html, thin.get(i), i, across, up);
    }
    return html.append("</svg></figure>\n").toString();
  }

  private static double least(List<Curve> curves, ToDoubleFunction<Curve.Point> part) {
    return curves.stream()
        .flatMap(curve -> curve.points().stream())
        .mapToDouble(part)
        .min()
        .orElseThrow();
  }

  private static double most(List<Curve> curves, ToDoubleFunction<Curve.Point> part) {
    return -least(curves, point -> -part.applyAsDouble(point));
  }

  private static void axes(StringBuilder svg, Axis across, Axis up) {
    for (double mark : up.marks()) {
      double y = y(up, mark);
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - RIGHT, y, y));
      svg.append(
          text(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT - 6, y + 4, up.label(mark)));
    }
    int bottom = HEIGHT - BOTTOM;
    svg.append(
        text(
            "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
            LEFT, WIDTH - RIGHT, bottom, bottom));
    for (double mark : across.marks()) {
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
              x(across, mark), bottom + 15, across.label(mark)));
    }
    svg.append(
        text(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">iterations</text>\n",
            WIDTH - RIGHT, HEIGHT - 4));
  }

  private static void draw(StringBuilder svg, Curve curve, int color, Axis across, Axis up) {
    StringBuilder line = new StringBuilder();
    StringBuilder upper = new StringBuilder();
    StringBuilder lower = new StringBuilder();
    for (Curve.Point point : curve.points()) {
      double x = x(across, point.iteration());
      line.append(text("%.1f,%.1f ", x, y(up, point.value())));
      upper.append(text("%.1f,%.1f ", x, y(up, point.most())));
      lower.insert(0, text("%.1f,%.1f ", x, y(up, point.least())));
    }
    svg.append("<g class=\"c").append(color % COLORS).append("\">");
    svg.append("<polygon class=\"range\" points=\"").append(upper).append(lower).append("\"/>");
    svg.append("<polyline class=\"line\" points=\"").append(line).append("\"/>");
    Curve.Point last = curve.points().get(curve.points().size() - 1);
    svg.append(
        text(
            "<circle class=\"dot\" r=\"2.6\" cx=\"%.1f\" cy=\"%.1f\"/></g>\n",
            x(across, last.iteration()), y(up, last.value())));
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - BOTTOM - TOP);
  }

  /** Four digits, whatever the size. */
  static String value(double value) {
    double size = Math.abs(value);
    if (value == 0 || size >= 1e-3 && size < 1e5) {
      int decimals = size == 0 ? 0 : (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
      return text("%." + decimals + "f", value);
    }
    return text("%.3g", value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
