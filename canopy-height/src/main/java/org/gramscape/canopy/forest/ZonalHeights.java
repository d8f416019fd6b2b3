package org.gramscape.canopy.forest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gramscape.canopy.MetreSource;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.PixelGeometry;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygonal;

/**
 * Statistics of heights by polygons: each polygon keeps its attributes and gets {@code pixels}
 * (whose centre it holds and whose height is known), {@code known_share} of all it holds, {@code
 * known_m2} of those known, {@code h_mean}, {@code h_std}, {@code h_max}, a {@code h_p95} for each
 * percentile, and a {@code cover_2m} for each height: the share of known pixels above it, from 0 to
 * 1.
 *
 * <p>Polygons that share edges share no pixel, so parts pool to the whole. Heights are in metres.
 * Memory does not depend on the sizes of raster and layer.
 *
 * @param percentiles from 0 to 100
 * @param covers heights above which plants count as cover
 */
public record ZonalHeights(List<Integer> percentiles, List<Length> covers) {
  private static final int PIXELS_A_READ = 1 << 20;

  /**
   * @throws IllegalArgumentException if a percentile is none
   */
  public ZonalHeights {
    percentiles = List.copyOf(percentiles);
    covers = List.copyOf(covers);
    for (int percentile : percentiles) {
      if (percentile < 0 || percentile > 100) {
        throw new IllegalArgumentException("percentiles are from 0 to 100, not " + percentile);
      }
    }
  }

  /**
   * The layer that {@link #write} writes.
   *
   * @throws InvalidVectorException if the zones have a field of a name that is needed
   */
  public LayerSchema schema(VectorSource zones) throws InvalidVectorException {
    LayerSchema own = zones.schema();
    List<Field> fields = new ArrayList<>(own.fields());
    fields.add(new Field("pixels", Type.INTEGER));
    for (String name : realNames()) {
      fields.add(new Field(name, Type.REAL));
    }
    for (Field field : fields) {
      if (fields.stream().filter(f -> f.name().equalsIgnoreCase(field.name())).count() > 1) {
        throw new InvalidVectorException(
            "the zones \"%s\" have a field \"%s\" already; rename it, for example with ogr2ogr -sql"
                .formatted(zones.name(), field.name()));
      }
    }
    return new LayerSchema(own.name(), own.crs(), own.geometryType(), fields);
  }

  private List<String> realNames() {
    List<String> names =
        new ArrayList<>(List.of("known_share", "known_m2", "h_mean", "h_std", "h_max"));
    percentiles.forEach(percentile -> names.add("h_p" + percentile));
    covers.forEach(cover -> names.add(coverName(cover)));
    return names;
  }

  private static String coverName(Length above) {
    String metres = String.format(Locale.ROOT, "%.2f", above.metres());
    return "cover_" + metres.replaceAll("\\.?0+$", "").replace('.', '_') + "m";
  }

  /**
   * Writes the polygons with their statistics; the caller commits the sink.
   *
   * @return how many polygons hold a height
   * @throws InvalidVectorException if a zone is no polygon
   */
  public long write(MetreSource heights, VectorSource zones, VectorSink sink) throws IOException {
    long filled = 0;
    try (Stream<Feature> features = zones.features()) {
      for (Feature zone : (Iterable<Feature>) features::iterator) {
        Map<String, Object> attributes = new LinkedHashMap<>(zone.attributes());
        filled += describe(heights, zone.geometry(), zones, attributes) ? 1 : 0;
        sink.write(new Feature(zone.geometry(), attributes));
      }
    }
    return filled;
  }

  private boolean describe(
      MetreSource heights, Geometry zone, VectorSource zones, Map<String, Object> attributes)
      throws IOException {
    if (!(zone instanceof Polygonal)) {
      throw new InvalidVectorException(
          "the zones \"%s\" hold a %s; polygons are expected"
              .formatted(zones.name(), zone == null ? "gap" : zone.getGeometryType()));
    }
    Georeference place = heights.info().requireGeoreference();
    Geometry inPixels = inPixels(zone, zones, place);
    HeightStatistics found = new HeightStatistics();
    long all = read(heights, inPixels, found);
    attributes.put("pixels", found.count());
    for (String name : realNames()) {
      attributes.put(name, null);
    }
    attributes.put("known_share", all == 0 ? null : Double.valueOf((double) found.count() / all));
    if (found.count() == 0) {
      attributes.put("known_m2", 0.0);
      return false;
    }
    Envelope around = inPixels.getEnvelopeInternal();
    attributes.put(
        "known_m2",
        found.count() * place.pixelGround(around.centre().x, around.centre().y).squareMetres());
    attributes.put("h_mean", found.mean());
    attributes.put("h_std", found.standardDeviation());
    attributes.put("h_max", found.most());
    for (int percentile : percentiles) {
      attributes.put("h_p" + percentile, found.percentile(percentile));
    }
    for (Length cover : covers) {
      attributes.put(coverName(cover), found.shareAbove(cover.metres()));
    }
    return true;
  }

  private static Geometry inPixels(Geometry zone, VectorSource zones, Georeference place)
      throws UnsupportedCrsException {
    try {
      return PixelGeometry.of(zone, zones.schema().crs(), place);
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          "the zones \"%s\": %s; check their CRS".formatted(zones.name(), e.getMessage()), e);
    }
  }

  /** Collects the heights of a polygon; gives the number of pixels that it holds. */
  private static long read(MetreSource heights, Geometry polygon, HeightStatistics found)
      throws IOException {
    RasterInfo info = heights.info();
    Envelope around = polygon.getEnvelopeInternal();
    int left = (int) Math.max(0, Math.floor(around.getMinX()));
    int top = (int) Math.max(0, Math.floor(around.getMinY()));
    int right = (int) Math.min(info.width(), Math.ceil(around.getMaxX()));
    int bottom = (int) Math.min(info.height(), Math.ceil(around.getMaxY()));
    if (polygon.isEmpty() || left >= right || top >= bottom) {
      return 0;
    }
    PolygonRows rows = new PolygonRows(polygon);
    long[] all = new long[1];
    int atOnce = Math.max(1, PIXELS_A_READ / (right - left));
    for (int row = top; row < bottom; row += atOnce) {
      Window window = new Window(left, row, right - left, Math.min(atOnce, bottom - row));
      PixelBlock block = heights.read(window, 0);
      for (int y = 0; y < window.height(); y++) {
        int first = block.index(0, y, 0) - left;
        rows.row(
            row + y,
            info.width(),
            (from, end) -> {
              for (int x = from; x < end; x++) {
                all[0]++;
                if (block.valid()[first + x]) {
                  found.add(block.samples()[first + x]);
                }
              }
            });
      }
    }
    return all[0];
  }
}
