package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.tiling.SceneView;

/** Why a scene may not suit a model, before it is mapped. */
final class SceneDoubts {
  /** A scene's pixels may be so many times coarser or finer than the model's. */
  private static final double MOST_RATIO = 2;

  /** Below this shadows are long (Brandt et al. 2026: R2 falls from 0.60 to 0.42). */
  private static final double LOW_SUN_DEGREES = 45;

  private static final double RIGHT_ANGLE = 90;
  private static final Pattern SUN =
      Pattern.compile(".*SUN(EL|ELEVATION|ZENITH)(ANGLE)?(DEG|DEGREES)?");

  /** Means further than this many deviations from those that were trained on are unlike. */
  private static final double FAR = 1.5;

  private static final double FLAT = 0.2;

  /** No ground in sunlight is so dark on average, of 1. */
  private static final double BLACK = 0.04;

  /** More of a scene is white only if it is overexposed, snow or cloud. */
  private static final double MOST_WHITE = 0.2;

  private SceneDoubts() {}

  /**
   * A sentence each.
   *
   * @param trained the colours that the model learnt heights from
   * @param metres the ground sample distance that the model was trained at
   */
  static List<String> of(String scene, SceneView view, SceneColors trained, double metres)
      throws IOException {
    List<String> doubts = new ArrayList<>();
    try (RasterSource source = view.open(scene)) {
      RasterInfo info = source.info();
      double own = info.groundSampleDistance().metres();
      resolution(own, view.groundSampleDistance(), metres).ifPresent(doubts::add);
      sunElevation(info.metadata())
          .ifPresent(
              degrees -> {
                if (degrees < LOW_SUN_DEGREES) {
                  doubts.add(
                      text(
                          "the sun stood %.0f degrees high: long shadows make heights uncertain;"
                              + " --flags shows where they lie",
                          degrees));
                }
              });
      colors(source, view, trained, doubts);
    }
    return doubts;
  }

  private static Optional<String> resolution(double own, OptionalDouble told, double metres) {
    if (own > MOST_RATIO * metres) {
      return Optional.of(
          text(
              "a pixel of the scene is %.2f m, and the model learnt heights at %.2f m: crowns that"
                  + " it knows are not to be seen; a head of its own is fitted to such scenes with"
                  + " gramscape fit height --gsd",
              own, metres));
    }
    if (told.isPresent()) {
      double seen = told.getAsDouble();
      return seen > MOST_RATIO * metres || seen * MOST_RATIO < metres
          ? Optional.of(
              text(
                  "the model sees pixels of %.2f m, as --gsd says, and learnt heights at %.2f m:"
                      + " crowns have another size than it knows; without --gsd they have not",
                  seen, metres))
          : Optional.empty();
    }
    return own * MOST_RATIO < metres
        ? Optional.of(
            text(
                "a pixel of the scene is %.2f m, and the model learnt heights at %.2f m: it sees"
                    + " the scene averaged; a head that sees more is fitted with gramscape fit"
                    + " height --gsd",
                own, metres))
        : Optional.empty();
  }

  /** As some sensors' files say it. */
  private static OptionalDouble sunElevation(Map<String, String> metadata) {
    for (Map.Entry<String, String> item : metadata.entrySet()) {
      Matcher name = SUN.matcher(item.getKey().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", ""));
      OptionalDouble degrees = degrees(item.getValue());
      if (name.matches() && degrees.isPresent()) {
        return name.group(1).startsWith("EL")
            ? degrees
            : OptionalDouble.of(RIGHT_ANGLE - degrees.getAsDouble());
      }
    }
    return OptionalDouble.empty();
  }

  /** Empty if it is no angle that a visible sun can have. */
  private static OptionalDouble degrees(String text) {
    try {
      double degrees = Double.parseDouble(text.strip());
      return degrees >= 0 && degrees <= RIGHT_ANGLE
          ? OptionalDouble.of(degrees)
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static void colors(
      RasterSource source, SceneView view, SceneColors trained, List<String> doubts)
      throws IOException {
    int[] bands = view.bands(source.info(), trained.mean().length);
    SceneColors colors = SceneColors.of(source, bands, view.scaling().of(source, bands));
    if (Double.isNaN(colors.brightness())) {
      return;
    }
    if (colors.brightness() < BLACK) {
      doubts.add(
          text(
              "the scene is nearly black (%.1f %% of white on average): if its numbers do not use"
                  + " the bits that they are stored in, say which are black and white, such as"
                  + " --scale range:0,2047 for 11 bits",
              100 * colors.brightness()));
    } else if (colors.white() > MOST_WHITE) {
      doubts.add(
          text(
              "%.0f %% of the scene are white: if --scale has cut off what is brighter, give it a"
                  + " greater second number",
              100 * colors.white()));
    }
    List<String> off = new ArrayList<>();
    for (int b = 0; b < bands.length; b++) {
      double deviations = (colors.mean()[b] - trained.mean()[b]) / trained.deviation()[b];
      double contrast = colors.deviation()[b] / trained.deviation()[b];
      if (Math.abs(deviations) > FAR || contrast < FLAT) {
        off.add(
            text(
                "band %d is %+.1f deviations from the mean there, with a contrast of %.2f of it",
                bands[b] + 1, deviations, contrast));
      }
    }
    if (!off.isEmpty()) {
      doubts.add(
          text(
              "the scene's colours are not those that the model learnt heights from (%s): heights"
                  + " mean less; a head of its own is fitted with gramscape fit height",
              String.join("; ", off)));
    }
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
