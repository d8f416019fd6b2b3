package org.gramscape.landcover.vectorize;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;

/**
 * Turns a class raster into polygons, one a 4-connected region of equal class.
 *
 * <ul>
 *   <li>The polygons tile the classified ground: no overlap, no gap, and shared edges have the same
 *       vertices in both polygons, before and after simplification.
 *   <li>Each polygon is valid; a hole may touch its shell at a point.
 *   <li>No region with a neighbour is smaller than the least area (before simplification, which
 *       moves ground between neighbours).
 *   <li>Equal input gives equal output.
 * </ul>
 *
 * <p>Memory: six bits a pixel and some 60 bytes a region, and while small regions are merged about
 * 50 bytes for each pair of neighbours.
 */
public final class Vectorizer {

  /** Pixels read at a time. */
  private static final int PIXELS_A_READ = 1 << 20;

  private static final int MOST_ROWS_A_READ = 512;

  private final VectorizeOptions options;
  private final Map<Integer, String> names = new HashMap<>();

  public Vectorizer(VectorizeOptions options) {
    this.options = options;
    for (LegendEntry entry : options.legend()) {
      names.put(entry.value(), entry.name());
    }
  }

  /**
   * The layer that {@link #vectorize} writes: {@code class}, {@code name}, {@code mean_confidence}
   * and {@code min_confidence} over the pixels that were classified so (null without confidence
   * band), {@code area_m2} on the ellipsoid after simplification, to a ten-millionth, between lines
   * that are straight in the CRS.
   */
  public static LayerSchema schema(String layerName, Crs crs) {
    return new LayerSchema(
        layerName,
        crs,
        "Polygon",
        List.of(
            new Field("class", Type.INTEGER),
            new Field("name", Type.TEXT),
            new Field("mean_confidence", Type.REAL),
            new Field("min_confidence", Type.REAL),
            new Field("area_m2", Type.REAL)));
  }

  /**
   * Writes the polygons of a class raster; the caller commits the sink.
   *
   * @param classBand 0-based; whole numbers, invalid where there is no class
   * @param confidenceBand 0-based; its values, with the band's scale and offset applied, are
   *     averaged as they are, so the attributes have its unit
   * @throws InvalidRasterException if the raster has no georeference or a class is not a whole
   *     number
   * @throws org.gramscape.tiling.NotEnoughResourcesException if there are more regions than Java's
   *     heap can hold
   */
  public VectorizeCounts vectorize(
      RasterSource classes, int classBand, OptionalInt confidenceBand, VectorSink sink)
      throws IOException {
    RasterInfo info = classes.info();
    Georeference georeference = info.requireGeoreference();
    PixelAreas areas = new PixelAreas(georeference, info.width(), info.height());
    Regions regions = regions(classes, classBand, confidenceBand, areas);
    long merged = 0;
    if (options.minArea().squareMetres() > 0) {
      GroundSampleDistance pixel = info.groundSampleDistance();
      RegionMerger merger =
          new RegionMerger(
              regions, options.minArea().squareMetres(), pixel.acrossMetres(), pixel.downMetres());
      regions = merger.merge();
      merged = merger.merged();
    }
    BitPlane vertices = CoverageVertices.of(regions.boundaries());
    long before = vertices.count();
    if (options.simplify().metres() > 0) {
      double side = options.simplify().metres() / info.groundSampleDistance().metres();
      new BoundarySimplifier(regions.boundaries(), vertices, side * side).simplify();
    }
    write(regions, vertices, areas, georeference.transform(), sink);
    return new VectorizeCounts(regions.count(), merged, before, vertices.count());
  }

  private Regions regions(
      RasterSource classes, int classBand, OptionalInt confidenceBand, PixelAreas areas)
      throws IOException {
    RasterInfo info = classes.info();
    int width = info.width();
    int height = info.height();
    HeapNeed heap =
        new HeapNeed(
            width, height, options.minArea().squareMetres() > 0, Runtime.getRuntime().maxMemory());
    heap.require(info.name(), 0);
    RegionLabeler labeler = new RegionLabeler(width, height, areas);
    ClassRow row = new ClassRow(info, classBand, confidenceBand);
    int rowsARead = Math.max(1, Math.min(MOST_ROWS_A_READ, PIXELS_A_READ / width));
    for (int top = 0; top < height; top += rowsARead) {
      Window window = new Window(0, top, width, Math.min(rowsARead, height - top));
      PixelBlock block =
          confidenceBand.isPresent()
              ? classes.read(window, classBand, confidenceBand.getAsInt())
              : classes.read(window, classBand);
      for (int i = 0; i < window.height(); i++) {
        row.take(block, i);
        labeler.addRow(row);
      }
      heap.require(info.name(), labeler.count());
    }
    return labeler.finish();
  }

  private void write(
      Regions regions, BitPlane vertices, PixelAreas areas, GeoTransform transform, VectorSink sink)
      throws IOException {
    CoverageTracer tracer = new CoverageTracer(regions, vertices);
    CoveragePolygons polygons = new CoveragePolygons(transform);
    RegionTable table = regions.table();
    for (int region = 0; region < regions.count(); region++) {
      List<long[]> rings = tracer.rings(region);
      int classValue = table.classValue(region);
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("class", (long) classValue);
      attributes.put("name", names.getOrDefault(classValue, Integer.toString(classValue)));
      attributes.put("mean_confidence", confidence(table.meanConfidence(region)));
      attributes.put("min_confidence", confidence(table.minConfidence(region)));
      attributes.put("area_m2", rings.stream().mapToDouble(areas::within).sum());
      sink.write(new Feature(polygons.polygon(rings), attributes));
    }
  }

  /** To four decimals, which is more than a classifier knows. */
  private static Double confidence(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(Math.rint(value * 1e4) / 1e4);
  }
}
