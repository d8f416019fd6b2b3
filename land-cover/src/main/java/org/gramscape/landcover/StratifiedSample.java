package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.landcover.vectorize.PixelAreas;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * A random sample of a class raster's pixels, drawn within each class, to look up what is really
 * there.
 *
 * <p>Pixels are drawn without replacement, with a probability that goes with their ground. The
 * order of the places tells nothing of the map's class, and neither do their attributes: whoever
 * looks them up should not know it. The same raster and seed give the same places.
 *
 * @param strata the map's classes
 * @param sizes places in each of them
 * @param places {@code {column, row}} of the pixels, in random order
 */
public record StratifiedSample(List<Stratum> strata, int[] sizes, List<int[]> places) {
  /** The field to be filled in. */
  public static final String REFERENCE = "reference";

  private static final String NUMBER = "sample";

  /**
   * Draws.
   *
   * @param count places in all; fewer if a class has not as many pixels as it should give
   * @param least places of each class where the map is large enough; the rest goes by ground
   * @throws InvalidRasterException if the raster holds no classes or has no georeference
   * @throws IllegalArgumentException if there are fewer places than two a class
   */
  public static StratifiedSample draw(RasterSource classes, int count, int least, long seed)
      throws IOException {
    List<Stratum> strata = Stratum.of(classes);
    int[] sizes = sizes(strata, count, least);
    Map<Integer, Reservoir> reservoirs = new HashMap<>();
    for (int c = 0; c < sizes.length; c++) {
      reservoirs.put(strata.get(c).value(), new Reservoir(sizes[c]));
    }
    PixelAreas areas =
        new PixelAreas(
            classes.info().requireGeoreference(), classes.info().width(), classes.info().height());
    SplittableRandom random = new SplittableRandom(seed);
    ClassScan.over(
        classes,
        (column, row, value) ->
            reservoirs
                .get(value)
                .offer(
                    column, row, -Math.log(1 - random.nextDouble()) / areas.ofPixel(column, row)));
    List<int[]> places = new ArrayList<>();
    strata.forEach(stratum -> reservoirs.get(stratum.value()).addTo(places));
    Collections.shuffle(places, new Random(seed));
    return new StratifiedSample(strata, sizes, List.copyOf(places));
  }

  /**
   * How many places each class gets: {@code least}, where its share by ground is less, and its
   * share of the rest, where it is more.
   */
  static int[] sizes(List<Stratum> strata, int count, int least) {
    int classes = strata.size();
    if (count < 2 * classes) {
      throw new IllegalArgumentException(
          "%d places are too few for %d classes; two or more of each are needed, better 50"
              .formatted(count, classes));
    }
    int floor = Math.max(2, Math.min(least, count / classes));
    boolean[] rare = new boolean[classes];
    double rest = count;
    double ground = strata.stream().mapToDouble(Stratum::squareMetres).sum();
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int c = 0; c < classes; c++) {
        if (!rare[c] && rest * strata.get(c).squareMetres() < floor * ground) {
          rare[c] = true;
          rest -= floor;
          ground -= strata.get(c).squareMetres();
          changed = true;
        }
      }
    }
    int[] sizes = new int[classes];
    double given = 0;
    double due = 0;
    for (int c = 0; c < classes; c++) {
      if (rare[c]) {
        sizes[c] = floor;
      } else {
        // What rounding took from one class goes to the next.
        due += rest * strata.get(c).squareMetres() / ground;
        sizes[c] = (int) Math.round(due - given);
        given += sizes[c];
      }
      sizes[c] = (int) Math.min(sizes[c], strata.get(c).pixels());
    }
    return sizes;
  }

  /** What {@link #write} writes. */
  public static LayerSchema schema(Georeference map) {
    return new LayerSchema(
        "sample",
        map.crs(),
        "Point",
        List.of(
            new LayerSchema.Field(NUMBER, LayerSchema.Type.INTEGER),
            new LayerSchema.Field(REFERENCE, LayerSchema.Type.TEXT)));
  }

  /** Writes the middles of the pixels, numbered, with an empty field {@link #REFERENCE}. */
  public void write(Georeference map, VectorSink sink) throws IOException {
    GeometryFactory geometry = new GeometryFactory();
    for (int i = 0; i < places.size(); i++) {
      double column = places.get(i)[0] + 0.5;
      double row = places.get(i)[1] + 0.5;
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put(NUMBER, i + 1L);
      attributes.put(REFERENCE, null);
      sink.write(
          new Feature(
              geometry.createPoint(
                  new Coordinate(map.transform().x(column, row), map.transform().y(column, row))),
              attributes));
    }
  }

  /** Those offered with the least keys: an exponential race (Efraimidis and Spirakis 2006). */
  private static final class Reservoir {
    private record Entry(int column, int row, double key) {}

    private final int size;
    private final PriorityQueue<Entry> kept =
        new PriorityQueue<>(Comparator.comparingDouble(Entry::key).reversed());

    Reservoir(int size) {
      this.size = size;
    }

    void offer(int column, int row, double key) {
      if (kept.size() < size) {
        kept.add(new Entry(column, row, key));
      } else if (key < kept.element().key()) {
        kept.remove();
        kept.add(new Entry(column, row, key));
      }
    }

    void addTo(List<int[]> places) {
      kept.stream()
          .sorted(Comparator.comparingDouble(Entry::key))
          .forEach(entry -> places.add(new int[] {entry.column(), entry.row()}));
    }
  }
}
