package org.gramscape.cli.option;

import org.gramscape.geoio.Area;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.landcover.LandCoverPolygons;
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

  /** What makes the polygons. */
  public LandCoverPolygons polygons(Backend backend) {
    return new LandCoverPolygons(minArea, simplify, backend);
  }
}
