package org.gramscape.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over numbers that grow by factors, from 0 to a greatest share, as an SVG picture. */
public final class CurvePlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;
  private static final int LEFT = 60;
  private static final int TOP = 50;
  private static final int RIGHT = 200;
  private static final int BOTTOM = 50;
  private static final double STEP = 0.1;
  private static final String[] COLORS = {"#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b8860b"};
  private static final String TEXT = "font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\"";

  private final String title;
  private final String across;
  private final String up;
  private final List<Integer> places;
  private final List<Curve> curves = new ArrayList<>();

  /**
   * A curve.
   *
   * @param color number of its colour; curves that belong together share one
   */
  private record Curve(String name, int color, boolean dashed, double[] values) {}

  /**
   * @param across what the places are
   * @param up what the values are
   * @param places above 0, ascending
   */
  public CurvePlot(String title, String across, String up, List<Integer> places) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.places = List.copyOf(places);
  }

  /**
   * @param values a share at each place
   */
  public CurvePlot add(String name, int color, boolean dashed, double... values) {
    curves.add(new Curve(name, color % COLORS.length, dashed, values));
    return this;
  }

  /** The picture. */
  public String svg() {
    List<String> parts = new ArrayList<>();
    parts.add(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\">",
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    parts.add(text("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT));
    parts.add(label(LEFT, TOP / 2.0, "start", title));
    double greatest = greatest();
    for (int step = 0; step * STEP <= greatest + 1e-9; step++) {
      double y = y(step * STEP, greatest);
      parts.add(
          text(
              "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
              LEFT, y, WIDTH - RIGHT, y));
      parts.add(label(LEFT - 8.0, y + 4, "end", text("%.1f", step * STEP)));
    }
    for (int place : places) {
      parts.add(label(x(place), HEIGHT - BOTTOM + 18.0, "middle", Integer.toString(place)));
    }
    parts.add(label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10.0, "middle", across));
    parts.add(label(LEFT - 40.0, TOP - 8.0, "start", up));
    for (int i = 0; i < curves.size(); i++) {
      draw(curves.get(i), greatest, TOP + 10 + 20.0 * i, parts);
    }
    parts.add("</svg>");
    return String.join("\n", parts) + "\n";
  }

  private void draw(Curve curve, double greatest, double legend, List<String> parts) {
    String color = COLORS[curve.color];
    String stroke =
        text(
            "stroke=\"%s\" stroke-width=\"2\"%s",
            color, curve.dashed ? " stroke-dasharray=\"6 4\"" : "");
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      double x = x(places.get(i));
      double y = y(curve.values[i], greatest);
      points.append(text("%.1f,%.1f ", x, y));
      parts.add(text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, color));
    }
    parts.add(text("<polyline points=\"%s\" fill=\"none\" %s/>", points.toString().trim(), stroke));
    int left = WIDTH - RIGHT + 16;
    parts.add(
        text(
            "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" %s/>",
            left, legend, left + 26, legend, stroke));
    parts.add(label(left + 32.0, legend + 4, "start", curve.name));
  }

  /** To the next line above all curves. */
  private double greatest() {
    double greatest = STEP;
    for (Curve curve : curves) {
      for (double value : curve.values) {
        greatest = Math.max(greatest, value);
      }
    }
    return Math.ceil(greatest / STEP - 1e-9) * STEP;
  }

  private double x(double place) {
    double first = Math.log(places.get(0));
    double last = Math.log(places.get(places.size() - 1));
    double share = last > first ? (Math.log(place) - first) / (last - first) : 0.5;
    return LEFT + 10 + share * (WIDTH - RIGHT - LEFT - 20);
  }

  private static double y(double value, double greatest) {
    return HEIGHT - BOTTOM - value / greatest * (HEIGHT - BOTTOM - TOP);
  }

  private static String label(double x, double y, String anchor, String words) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
    return text(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>", x, y, anchor, TEXT, escaped);
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
