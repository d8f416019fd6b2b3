package org.gramscape.cli.option;

import java.io.IOException;
import java.util.List;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.vectorize.Connectivity;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Option;

/** How classes become polygons. */
public final class PolygonOptions {
  @Option(
      names = "--min-area",
      paramLabel = "AREA",
      description =
          "Merge smaller areas into the neighbour with the longest shared edge, e.g. 50m2, 0.5ha"
              + " (default: merge none).")
  private Area minArea = Area.ZERO;

  @Option(
      names = "--simplify",
      paramLabel = "LENGTH",
      description = "Straighten bends below this size, e.g. 1.5m (default: keep pixel corners).")
  private Length simplify = Length.ZERO;

  @Option(
      names = "--smooth",
      paramLabel = "LENGTH",
      description =
          "Round corners within this distance, e.g. 2m, after --simplify; borders stay shared"
              + " (default: keep them sharp).")
  private Length smooth = Length.ZERO;

  @Option(
      names = "--connectivity",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "4: one area is what edges of pixels join; 8: corners join as well, and an area may be"
              + " several polygons that touch (default: ${DEFAULT-VALUE}).")
  private Connectivity connectivity;

  /**
   * Makes sure that polygons of a scene's classes can be begun, before it is mapped.
   *
   * @throws org.gramscape.tiling.NotEnoughResourcesException if Java's heap can't hold its pixels
   */
  public void requireHeap(String scene, SceneView view) throws IOException {
    try (RasterSource source = view.open(scene)) {
      new Vectorizer(shape()).requireHeap(source.info());
    }
  }

  /** Whether any of them was given a value of its own. */
  public boolean any() {
    return !shape()
        .equals(
            new VectorizeOptions(
                Connectivity.FOUR, Area.ZERO, Length.ZERO, Length.ZERO, List.of()));
  }

  /** How polygons are drawn, without a legend. */
  public VectorizeOptions shape() {
    return new VectorizeOptions(connectivity, minArea, simplify, smooth, List.of());
  }
}
