package org.gramscape.cli.option;

import java.util.List;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a scene is read and shown to a model. */
public final class SceneOptions {
  @Option(
      names = "--bands",
      paramLabel = "R,G,B",
      split = ",",
      description =
          "The bands that show red, green and blue, from 1, e.g. 3,2,1 (default: those that the"
              + " file calls so, else 1,2,3).")
  private List<Integer> bands = List.of();

  @Option(
      names = "--scale",
      paramLabel = "HOW",
      defaultValue = "bits",
      description =
          "Which stored values are black and white: bits (all that the bit depth allows),"
              + " range:LOW,HIGH, or percentile:LOW,HIGH of the whole scene, e.g. percentile:2,98"
              + " (default: ${DEFAULT-VALUE}).")
  private ScaleRule scale;

  @Mixin private TileOptions tiles;
  @Mixin private BackendOption backend;

  /** How the model sees the scene. */
  public SceneView view() {
    return new SceneView(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale,
        tiles.tile(),
        SceneView.DEFAULT.overlap(),
        tiles.gsd());
  }
}
