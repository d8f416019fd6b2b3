package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.tiling.SceneView;

/** Why a scene may not suit a model, before it is mapped. */
final class SceneDoubts {
  /** A scene's pixels may be so many times coarser or finer than the model's. */
  private static final double MOST_RATIO = 2;

  /** Below this shadows are long (Brandt et al. 2026: R2 falls from 0.60 to 0.42). */
  private static final double LOW_SUN_DEGREES = 45;

  /** Means further than this many deviations from those that were trained on are unlike. */
  private static final double FAR = 1.5;

  private static final double FLAT = 0.2;

  private SceneDoubts() {}

  /**
   * A sentence each.
   *
   * @param metres the ground sample distance that the model was trained at
   */
  static List<String> of(String scene, SceneView view, ImageNormalisation trained, double metres)
      throws IOException {
    List<String> doubts = new ArrayList<>();
    try (RasterSource source = view.open(scene)) {
      RasterInfo info = source.info();
      double own = info.groundSampleDistance().metres();
      if (own > MOST_RATIO * metres || own * MOST_RATIO < metres) {
        doubts.add(
            text(
                "a pixel of the scene is %.2f m, and the model was trained at %.2f m: %s",
                own,
                metres,
                own > metres
                    ? "crowns that it knows are not to be seen"
                    : "it sees the scene averaged, and --gsd chooses how much"));
      }
      sunElevation(info.metadata())
          .ifPresent(
              degrees -> {
                if (degrees < LOW_SUN_DEGREES) {
                  doubts.add(
                      text(
                          "the sun stood %.0f degrees high: long shadows make heights uncertain",
                          degrees));
                }
              });
      colors(source, view, trained, doubts);
    }
    return doubts;
  }

  /** As some sensors' files say it. */
  private static OptionalDouble sunElevation(Map<String, String> metadata) {
    for (Map.Entry<String, String> item : metadata.entrySet()) {
      String name = item.getKey().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
      if (name.endsWith("SUNELEVATION") || name.endsWith("SUNEL") || name.endsWith("MEANSUNEL")) {
        try {
          return OptionalDouble.of(Double.parseDouble(item.getValue().strip()));
        } catch (NumberFormatException e) {
          return OptionalDouble.empty();
        }
      }
    }
    return OptionalDouble.empty();
  }

  private static void colors(
      RasterSource source, SceneView view, ImageNormalisation trained, List<String> doubts)
      throws IOException {
    int[] bands = view.bands(source.info(), trained.mean().length);
    SceneColors colors = SceneColors.of(source, bands, view.scaling().of(source, bands));
    if (Double.isNaN(colors.brightness())) {
      return;
    }
    double off = 0;
    double contrast = 0;
    for (int b = 0; b < bands.length; b++) {
      off += (colors.mean()[b] - trained.mean()[b]) / trained.standardDeviation()[b] / bands.length;
      contrast += colors.deviation()[b] / trained.standardDeviation()[b] / bands.length;
    }
    if (Math.abs(off) > FAR || contrast < FLAT) {
      doubts.add(
          text(
              "the scene's colours are not those that the model was trained on (brightness %+.1f"
                  + " deviations from their mean, contrast %.2f of theirs); if its bits are not"
                  + " used in full, --scale percentile:2,98 helps",
              off, contrast));
    }
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
