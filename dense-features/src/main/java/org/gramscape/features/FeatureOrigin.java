package org.gramscape.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.model.head.Provenance;
import org.gramscape.tiling.SceneView;

/**
 * All that a scene's features depend on, as tags of their file.
 *
 * <p>A model is known by its weights, whatever its name; a scene by its name, size and time of last
 * change, wherever it lies.
 *
 * @param model its name, for people
 * @param parts what must be the same, by tag
 */
record FeatureOrigin(String model, Map<String, String> parts) {
  static final String MODEL = "GRAMSCAPE_MODEL";
  private static final String PREFIX = "GRAMSCAPE_";
  private static final String WEIGHTS = "GRAMSCAPE_MODEL_SHA256";
  private static final int BRIEF = 12;

  /** Of the features that a model would give of a scene. */
  static FeatureOrigin of(
      RasterInfo scene, SceneView view, ModelInfo model, Layers layers, Precision precision)
      throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(WEIGHTS, model.sha256());
    parts.put(PREFIX + "LAYERS", layers.in(model).toString());
    parts.put(PREFIX + "PRECISION", precision.name().toLowerCase(Locale.ROOT));
    double metres = view.groundSampleDistance().orElse(model.groundSampleDistance());
    parts.put(PREFIX + "GROUND_SAMPLE_DISTANCE", metres + " m");
    int[] bands = view.bands(scene, model.normalisation().mean().length);
    parts.put(
        PREFIX + "BANDS",
        Arrays.stream(bands).mapToObj(b -> String.valueOf(b + 1)).collect(Collectors.joining(",")));
    parts.put(PREFIX + "SCALE", view.scaling().toString());
    parts.put(PREFIX + "TILES", view.tile() + " px, " + view.overlap() + " shared");
    parts.put(PREFIX + "SCENE", describe(scene.name()));
    return new FeatureOrigin(model.name(), parts);
  }

  private static String describe(String scene) throws IOException {
    Path file = Path.of(scene);
    return Files.exists(file)
        ? "%s, %d bytes, %s"
            .formatted(file.getFileName(), Files.size(file), Files.getLastModifiedTime(file))
        : scene;
  }

  Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(PREFIX + "PRODUCT", "features");
    tags.put(PREFIX + "VERSION", Provenance.version());
    tags.put(MODEL, model);
    tags.putAll(parts);
    return tags;
  }

  /**
   * Makes sure that a file keeps these features.
   *
   * @throws InvalidRasterException if it keeps others, or is another raster; the message says what
   *     differs
   */
  void require(RasterInfo file) throws InvalidRasterException {
    Map<String, String> tags = file.metadata();
    if (!tags.containsKey(WEIGHTS)) {
      throw noFeatures(file);
    }
    StringJoiner differences = new StringJoiner("; ");
    parts.forEach(
        (tag, value) -> {
          String there = tags.getOrDefault(tag, "nothing");
          if (!there.equals(value)) {
            differences.add(
                tag.equals(WEIGHTS)
                    ? "model was %s, is %s"
                        .formatted(brief(tags.get(MODEL), there), brief(model, value))
                    : "%s was %s, is %s".formatted(name(tag), there, value));
          }
        });
    if (differences.length() > 0) {
      throw new InvalidRasterException(
          "%s keeps other features than those asked for: %s; ask for the same, or name another file"
              .formatted(file.name(), differences));
    }
  }

  static InvalidRasterException noFeatures(RasterInfo file) {
    return new InvalidRasterException(
        file.name()
            + " is there, but keeps no features; name a file that gramscape features wrote, or a"
            + " new one");
  }

  private static String name(String tag) {
    return tag.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String brief(String name, String sha256) {
    return "%s (weights %s…)"
        .formatted(name, sha256.substring(0, Math.min(BRIEF, sha256.length())));
  }
}
