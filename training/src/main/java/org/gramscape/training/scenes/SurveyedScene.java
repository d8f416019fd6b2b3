package org.gramscape.training.scenes;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;

/**
 * A scene of which pixels were seen.
 *
 * @param kept all of it; null where it is read window by window
 */
record SurveyedScene(Scene scene, Survey survey, Samples kept) {

  double validPixels() {
    return scene.pixels() * survey.validShare();
  }

  /** See {@link Scenes#open}. */
  static List<SurveyedScene> all(
      List<String> names, SceneSettings settings, Consumer<String> problems) throws IOException {
    Problems found = new Problems(problems);
    List<Scene> scenes =
        names.parallelStream()
            .map(name -> found.orNull(() -> Scene.look(name, settings)))
            .filter(Objects::nonNull)
            .toList();
    requireSameBands(scenes);
    Set<Scene> small = smallest(scenes, settings.keptBytes());
    List<SurveyedScene> surveyed =
        scenes.parallelStream()
            .map(scene -> found.orNull(() -> of(scene, small.contains(scene))))
            .filter(Objects::nonNull)
            .toList();
    if (surveyed.isEmpty()) {
      throw new InvalidRasterException(
          "none of %d scene(s) can be read; for example: %s"
              .formatted(names.size(), found.example));
    }
    return surveyed;
  }

  private static void requireSameBands(List<Scene> scenes) throws InvalidRasterException {
    for (Scene scene : scenes) {
      Scene first = scenes.get(0);
      if (scene.bands().length != first.bands().length) {
        throw new InvalidRasterException(
            "%s has %d bands and %s has %d; choose the same for all, for example --bands 1,2,3"
                .formatted(first.name(), first.bands().length, scene.name(), scene.bands().length));
      }
    }
  }

  /** As many of the smallest as fit. */
  private static Set<Scene> smallest(List<Scene> scenes, long bytes) {
    Set<Scene> small = new HashSet<>();
    long left = bytes;
    for (Scene scene :
        scenes.stream().sorted(Comparator.comparingLong(Scene::keptBytes)).toList()) {
      left -= scene.keptBytes();
      if (left < 0 || scene.pixels() * scene.bands().length > Integer.MAX_VALUE) {
        break;
      }
      small.add(scene);
    }
    return small;
  }

  private static SurveyedScene of(Scene scene, boolean keep) throws IOException {
    Samples kept = null;
    if (keep) {
      try (RasterSource source = scene.open()) {
        kept = scene.read(source, scene.window());
      }
    }
    Survey survey = keep ? Survey.of(List.of(kept), scene.bands().length) : Survey.of(scene);
    if (survey.validShare() == 0) {
      throw new InvalidRasterException(scene.name() + " has no valid pixel where it was looked at");
    }
    return new SurveyedScene(scene, survey, kept);
  }

  /** Tells of scenes that can't be read, and remembers one. */
  private static final class Problems {
    private final Consumer<String> listener;
    private volatile String example;

    Problems(Consumer<String> listener) {
      this.listener = listener;
    }

    private interface Reading<T> {
      T read() throws IOException;
    }

    <T> T orNull(Reading<T> reading) {
      try {
        return reading.read();
      } catch (IOException e) {
        example = e.getMessage();
        listener.accept("left out: " + e.getMessage());
        return null;
      }
    }
  }
}
