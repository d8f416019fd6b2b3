package org.gramscape.landcover.vectorize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.tiling.NotEnoughResourcesException;
import org.locationtech.jts.geom.Polygon;

/**
 * Turns a class raster into polygons, one a connected region of equal class.
 *
 * <ul>
 *   <li>The polygons tile the classified ground: no overlap, no gap, and shared edges have the same
 *       vertices in both polygons, before and after simplification and smoothing.
 *   <li>Each polygon is valid; a hole may touch its shell at a point. Where regions are {@linkplain
 *       Connectivity#EIGHT joined at corners} each is a valid multipolygon.
 *   <li>No region with a neighbour is smaller than the least area (before simplification, which
 *       moves ground between neighbours).
 *   <li>Equal input gives equal output.
 * </ul>
 *
 * <p>Memory: six bits a pixel and some 120 bytes a region, and 250 more while small regions are
 * merged.
 */
public final class Vectorizer {

  /** Pixels read at a time. */
  private static final int PIXELS_A_READ = 1 << 20;

  private static final int MOST_ROWS_A_READ = 512;

  private final VectorizeOptions options;
  private final int mostRowsARead;
  private final Map<Integer, String> names = new HashMap<>();

  public Vectorizer(VectorizeOptions options) {
    this(options, MOST_ROWS_A_READ);
  }

  Vectorizer(VectorizeOptions options, int mostRowsARead) {
    this.options = options;
    this.mostRowsARead = mostRowsARead;
    for (LegendEntry entry : options.legend()) {
      names.put(entry.value(), entry.name());
    }
  }

  /**
   * The layer that {@link #vectorize} writes: {@code class}, {@code name}, {@code mean_confidence}
   * and {@code min_confidence} over the pixels that were classified so (null where unknown), {@code
   * mean_height} in metres over all pixels whose height is known (if there are heights), {@code
   * area_m2} and {@code perimeter_m} on the ellipsoid as drawn, to a ten-millionth and a millionth,
   * between lines that are straight in the CRS.
   *
   * @param heights whether there are heights
   */
  public LayerSchema schema(String layerName, Crs crs, boolean heights) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("class", Type.INTEGER));
    fields.add(new Field("name", Type.TEXT));
    fields.add(new Field("mean_confidence", Type.REAL));
    fields.add(new Field("min_confidence", Type.REAL));
    if (heights) {
      fields.add(new Field("mean_height", Type.REAL));
    }
    fields.add(new Field("area_m2", Type.REAL));
    fields.add(new Field("perimeter_m", Type.REAL));
    return new LayerSchema(layerName, crs, options.connectivity().geometryType(), fields);
  }

  /**
   * Makes sure that a raster of this grid can be begun, before its classes are found.
   *
   * @throws NotEnoughResourcesException if Java's heap can't hold its pixels
   */
  public void requireHeap(RasterInfo grid) throws NotEnoughResourcesException {
    heapNeed(grid).require(grid.name(), 0);
  }

  private HeapNeed heapNeed(RasterInfo grid) {
    return new HeapNeed(grid.width(), grid.height(), options, Runtime.getRuntime().maxMemory());
  }

  /**
   * Writes the polygons of a class raster; the caller commits the sink.
   *
   * @throws InvalidRasterException if the raster has no georeference, a class is not a whole
   *     number, or the probabilities are not those of the legend's classes
   * @throws NotEnoughResourcesException if there are more regions than Java's heap can hold
   */
  public VectorizeCounts vectorize(ClassRasters rasters, VectorSink sink) throws IOException {
    RasterInfo info = rasters.classes().info();
    Georeference georeference = info.requireGeoreference();
    requireProbabilitiesOfLegend(rasters);
    PixelNodes nodes = PixelNodes.over(georeference, info.width(), info.height());
    PixelAreas areas = new PixelAreas(georeference, nodes);
    Regions regions = regions(rasters, areas);
    long merged = 0;
    if (options.minArea().squareMetres() > 0) {
      GroundSampleDistance pixel = info.groundSampleDistance();
      RegionMerger merger =
          new RegionMerger(
              regions,
              options.minArea().squareMetres(),
              options.legend().stream().map(LegendEntry::value).toList(),
              pixel.acrossMetres(),
              pixel.downMetres());
      regions = joined(merger.merge());
      merged = merger.merged();
    }
    BitPlane vertices = CoverageVertices.of(regions.boundaries());
    long before = vertices.count();
    double pixelMetres = info.groundSampleDistance().metres();
    if (options.simplify().metres() > 0) {
      double side = options.simplify().metres() / pixelMetres;
      new BoundarySimplifier(regions.boundaries(), vertices, side * side).simplify();
    }
    RingShape shape =
        new RingShape(regions.boundaries(), vertices, options.smooth().metres() / pixelMetres);
    CoveragePolygons polygons =
        new CoveragePolygons(
            georeference.transform(), shape, areas, new PixelLengths(georeference, nodes));
    write(regions, vertices, polygons, rasters.heights().isPresent(), sink);
    return new VectorizeCounts(regions.count(), merged, before, vertices.count());
  }

  private void requireProbabilitiesOfLegend(ClassRasters rasters) throws InvalidRasterException {
    if (rasters.probabilities().isEmpty()) {
      return;
    }
    RasterInfo probabilities = rasters.probabilities().get().info();
    int classes = options.legend().size();
    if (probabilities.bands().size() != classes) {
      throw new InvalidRasterException(
          "%s has %d bands, but a band for each of the %d classes that %s names is needed, in their order"
              .formatted(
                  probabilities.name(),
                  probabilities.bands().size(),
                  classes,
                  rasters.classes().info().name()));
    }
  }

  private Regions regions(ClassRasters rasters, PixelAreas areas) throws IOException {
    RasterInfo info = rasters.classes().info();
    requireHeap(info);
    HeapNeed heap = heapNeed(info);
    int classes = rasters.probabilities().map(source -> source.info().bands().size()).orElse(0);
    RegionLabeler labeler = new RegionLabeler(info.width(), info.height(), areas, classes);
    int rowsARead = Math.max(1, Math.min(mostRowsARead, PIXELS_A_READ / info.width()));
    ClassRows rows = new ClassRows(rasters, rowsARead);
    while (rows.next()) {
      labeler.addRow(rows);
      if (rows.isAtEndOfRead()) {
        heap.require(info.name(), labeler.count());
      }
    }
    return joined(labeler.finish());
  }

  private Regions joined(Regions regions) {
    return options.connectivity() == Connectivity.EIGHT ? regions.joinDiagonals() : regions;
  }

  private void write(
      Regions regions,
      BitPlane vertices,
      CoveragePolygons polygons,
      boolean heights,
      VectorSink sink)
      throws IOException {
    Parts parts = Parts.of(regions, options.connectivity());
    CoverageTracer tracer = new CoverageTracer(parts.pieces(), vertices);
    RegionTable table = regions.table();
    for (int region = 0; region < regions.count(); region++) {
      List<Polygon> drawn = new ArrayList<>();
      polygons.startMeasuring();
      parts.of(region).forEach(piece -> drawn.add(polygons.polygon(tracer.rings(piece))));
      int classValue = table.classValue(region);
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("class", (long) classValue);
      attributes.put("name", names.getOrDefault(classValue, Integer.toString(classValue)));
      attributes.put("mean_confidence", rounded(table.meanConfidence(region)));
      attributes.put("min_confidence", rounded(table.minConfidence(region)));
      if (heights) {
        attributes.put("mean_height", rounded(table.meanHeight(region)));
      }
      attributes.put("area_m2", polygons.squareMetres());
      attributes.put("perimeter_m", polygons.metres());
      boolean one = options.connectivity() == Connectivity.FOUR;
      sink.write(new Feature(one ? drawn.get(0) : polygons.together(drawn), attributes));
    }
  }

  /** To four decimals, which is more than is known of confidences and heights. */
  private static Double rounded(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(Math.rint(value * 1e4) / 1e4);
  }
}
