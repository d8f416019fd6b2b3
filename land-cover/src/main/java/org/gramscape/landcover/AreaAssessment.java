package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Puntal;

/**
 * Areas of a class raster's classes by places whose true class was looked up.
 *
 * <p>The places must be a random sample within each class of this map, as {@link StratifiedSample}
 * draws it: of places chosen otherwise, the intervals say nothing.
 *
 * @param unanswered places without a true class, left out
 * @param outside places beside the map or where it has no class, left out
 * @param unmapped true classes that the map does not have, by name
 */
public record AreaAssessment(
    AreaEstimates estimates, int unanswered, int outside, List<String> unmapped) {
  private static final int LEAST = 2;

  /**
   * Compares.
   *
   * @param classes the map, its classes in the first band; stays the caller's
   * @param samples points in any CRS; stays the caller's
   * @param field that tells the true class, by the map's name for it or its value; places without
   *     are left out
   * @throws org.gramscape.geoio.InvalidRasterException if the map holds no classes or has no
   *     georeference
   * @throws InvalidVectorException if there is no such field, no place on the map, or fewer than
   *     two on a class
   */
  public static AreaAssessment of(RasterSource classes, VectorSource samples, String field)
      throws IOException {
    RasterInfo info = classes.info();
    Labels places = Labels.read(List.of(samples), field, info.requireGeoreference());
    List<Stratum> strata = new ArrayList<>(Stratum.of(classes));
    List<String> unmapped = new ArrayList<>();
    int[] trueClass = new int[places.legend().size()];
    for (LegendEntry entry : places.legend()) {
      int c = indexOf(entry.name(), strata);
      if (c < 0) {
        c = strata.size();
        strata.add(new Stratum(-1, entry.name(), 0, 0));
        unmapped.add(entry.name());
      }
      trueClass[places.legend().indexOf(entry)] = c;
    }
    Map<Integer, Integer> indices = new HashMap<>();
    for (int c = 0; c < strata.size(); c++) {
      indices.put(strata.get(c).value(), c);
    }
    long[][] counts = new long[strata.size()][strata.size()];
    int outside = 0;
    for (Labels.Label place : places.labels()) {
      if (!(place.geometry() instanceof Puntal)) {
        throw new InvalidVectorException(
            "the samples \"%s\" hold a %s; points are expected, such as gramscape sample draws"
                .formatted(samples.name(), place.geometry().getGeometryType()));
      }
      int value = valueAt(place.geometry().getCoordinate(), classes);
      if (value < 0) {
        outside++;
      } else {
        counts[indices.get(value)][trueClass[place.classIndex()]]++;
      }
    }
    if (outside == places.labels().size()) {
      throw new InvalidVectorException(
          "none of the %d samples of \"%s\" lies on classified ground of %s; check the CRS of both"
              .formatted(outside, samples.name(), info.name()));
    }
    requireEnough(strata, counts, info);
    return new AreaAssessment(
        AreaEstimates.of(strata, counts),
        count(samples) - places.labels().size(),
        outside,
        List.copyOf(unmapped));
  }

  private static int count(VectorSource samples) throws IOException {
    try (Stream<Feature> features = samples.features()) {
      return (int) features.count();
    }
  }

  /** By name, else by value; -1 if there is none. */
  private static int indexOf(String name, List<Stratum> strata) {
    for (int c = 0; c < strata.size(); c++) {
      if (strata.get(c).name().equals(name)) {
        return c;
      }
    }
    for (int c = 0; c < strata.size(); c++) {
      if (strata.get(c).pixels() > 0 && Integer.toString(strata.get(c).value()).equals(name)) {
        return c;
      }
    }
    return -1;
  }

  private static int valueAt(Coordinate place, RasterSource classes) throws IOException {
    RasterInfo info = classes.info();
    double column = Math.floor(place.x);
    double row = Math.floor(place.y);
    if (!(column >= 0 && row >= 0 && column < info.width() && row < info.height())) {
      return -1;
    }
    PixelBlock pixel = classes.read(new Window((int) column, (int) row, 1, 1), 0);
    return pixel.valid()[0] ? ClassScan.value(pixel.samples()[0], info) : -1;
  }

  private static void requireEnough(List<Stratum> strata, long[][] counts, RasterInfo map)
      throws InvalidVectorException {
    double total = strata.stream().mapToDouble(Stratum::squareMetres).sum();
    for (int c = 0; c < strata.size(); c++) {
      long places = LongStream.of(counts[c]).sum();
      if (places < Math.min(LEAST, strata.get(c).pixels())) {
        throw new InvalidVectorException(
            ("%d of the samples lie%s on the class %s, which covers %.1f %% of %s; %d or more of"
                    + " each class are needed, so draw them with gramscape sample")
                .formatted(
                    places,
                    places == 1 ? "s" : "",
                    strata.get(c).name(),
                    100 * strata.get(c).squareMetres() / total,
                    map.name(),
                    LEAST));
      }
    }
  }
}
