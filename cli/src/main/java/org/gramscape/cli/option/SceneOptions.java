package org.gramscape.cli.option;

import java.io.IOException;
import java.util.List;
import org.gramscape.geoio.raster.RasterSource;
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

  @Mixin private TileOptions tiles;
  @Mixin private ScaleOption scale;
  @Mixin private BackendOption backend;

  /** How the model sees the scene. */
  public SceneView view() {
    return new SceneView(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale.get(),
        tiles.tile(),
        SceneView.DEFAULT.overlap(),
        tiles.gsd());
  }

  /**
   * Makes sure that there is a scene with a place on Earth, before a large model is loaded for it.
   *
   * @throws org.gramscape.geoio.InvalidRasterException if it can't be used
   */
  public void require(String file) throws IOException {
    try (RasterSource source = view().open(file)) {
      source.info().requireGeoreference();
    }
  }
}
