package org.gramscape.landcover.vectorize;

import java.util.List;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.style.LegendEntry;

/**
 * How classes become polygons.
 *
 * @param minArea regions smaller on the ground are merged into a neighbour; zero merges none
 * @param simplify a vertex goes when the triangle that it makes with its neighbours is smaller than
 *     the square of this length, so bends below about this size go; zero keeps every pixel corner
 * @param legend names of the class values; a class that it does not list is named by its number
 */
public record VectorizeOptions(Area minArea, Length simplify, List<LegendEntry> legend) {
  public VectorizeOptions {
    legend = List.copyOf(legend);
  }
}
