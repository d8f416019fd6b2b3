package org.gramscape.cli.option;

import java.util.List;
import java.util.Optional;
import org.gramscape.training.probe.ClassScene;
import picocli.CommandLine.Option;

/** Scenes whose classes are known. */
public final class ClassSceneOption {
  @Option(
      names = "--classes",
      paramLabel = "IMAGE=LABELS[=FIELD]",
      description =
          "An image and a raster of its classes, or polygons with the field that names them; can be"
              + " repeated.")
  private List<String> classes = List.of();

  /**
   * Them.
   *
   * @throws IllegalArgumentException if a word is not of this form
   */
  public List<ClassScene> scenes() {
    return classes.stream().map(ClassSceneOption::scene).toList();
  }

  private static ClassScene scene(String text) {
    List<String> parts = List.of(text.split("=", -1));
    if (parts.size() < 2 || parts.size() > 3 || parts.contains("")) {
      throw new IllegalArgumentException(
          "--classes %s: IMAGE=RASTER or IMAGE=POLYGONS=FIELD is expected, for example --classes scene.tif=cover.gpkg=class"
              .formatted(text));
    }
    return new ClassScene(
        parts.get(0),
        parts.get(1),
        parts.size() == 3 ? Optional.of(parts.get(2)) : Optional.empty());
  }
}
