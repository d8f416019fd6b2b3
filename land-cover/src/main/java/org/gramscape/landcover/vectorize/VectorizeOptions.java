package org.gramscape.landcover.vectorize;

import java.util.List;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.style.LegendEntry;

/**
 * How classes become polygons.
 *
 * @param connectivity which pixels are in one region
 * @param minArea regions smaller on the ground are merged into a neighbour; zero merges none
 * @param simplify a vertex goes when the triangle that it makes with its neighbours is smaller than
 *     the square of this length, so bends below about this size go; zero keeps every pixel corner
 * @param smooth corners are rounded from this far before them to this far behind, less where edges
 *     are short; zero keeps them sharp
 * @param legend names of the class values; a class that it does not list is named by its number
 */
public record VectorizeOptions(
    Connectivity connectivity,
    Area minArea,
    Length simplify,
    Length smooth,
    List<LegendEntry> legend) {

  /** Outlines of the pixels as they are, of regions that edges join. */
  public static final VectorizeOptions PLAIN =
      new VectorizeOptions(Connectivity.FOUR, Area.ZERO, Length.ZERO, Length.ZERO, List.of());

  public VectorizeOptions {
    legend = List.copyOf(legend);
  }

  public VectorizeOptions withConnectivity(Connectivity other) {
    return new VectorizeOptions(other, minArea, simplify, smooth, legend);
  }

  public VectorizeOptions withMinArea(Area least) {
    return new VectorizeOptions(connectivity, least, simplify, smooth, legend);
  }

  public VectorizeOptions withSimplify(Length tolerance) {
    return new VectorizeOptions(connectivity, minArea, tolerance, smooth, legend);
  }

  public VectorizeOptions withSmooth(Length reach) {
    return new VectorizeOptions(connectivity, minArea, simplify, reach, legend);
  }

  public VectorizeOptions withLegend(List<LegendEntry> names) {
    return new VectorizeOptions(connectivity, minArea, simplify, smooth, names);
  }
}
