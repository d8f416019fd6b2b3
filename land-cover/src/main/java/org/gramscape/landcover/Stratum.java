package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.vectorize.PixelAreas;

/**
 * The ground of one class of a map.
 *
 * @param value in the class raster
 * @param squareMetres on the ellipsoid
 */
public record Stratum(int value, String name, long pixels, double squareMetres) {

  /**
   * All of a map, by value.
   *
   * @throws InvalidRasterException if the raster holds no classes, no valid pixel, or has no
   *     georeference
   */
  static List<Stratum> of(RasterSource classes) throws IOException {
    PixelAreas areas =
        new PixelAreas(
            classes.info().requireGeoreference(), classes.info().width(), classes.info().height());
    SortedMap<Integer, double[]> sums = new TreeMap<>();
    ClassScan.over(
        classes,
        (column, row, value) -> {
          double[] sum = sums.computeIfAbsent(value, v -> new double[2]);
          sum[0]++;
          sum[1] += areas.ofPixel(column, row);
        });
    if (sums.isEmpty()) {
      throw new InvalidRasterException(
          classes.info().name() + " has no valid pixel, and so no class to sample");
    }
    Map<Integer, String> names =
        ClassLegend.of(classes.info()).stream()
            .collect(Collectors.toMap(LegendEntry::value, LegendEntry::name, (a, b) -> a));
    List<Stratum> strata = new ArrayList<>();
    sums.forEach(
        (value, sum) ->
            strata.add(
                new Stratum(
                    value,
                    names.getOrDefault(value, Integer.toString(value)),
                    (long) sum[0],
                    sum[1])));
    return List.copyOf(strata);
  }
}
