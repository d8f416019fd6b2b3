package org.gramscape.landcover.vectorize;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeodesicArea;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
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
import org.locationtech.jts.geom.Polygon;

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
 * <p>Memory: 4 bytes a pixel, a few bits a pixel, and about 40 bytes a region before merging.
 */
public final class Vectorizer {

  /** Pixels read at a time. */
  private static final int PIXELS_A_READ = 1 << 22;

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
   * band), {@code area_m2} geodesic after simplification.
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
   */
  public VectorizeCounts vectorize(
      RasterSource classes, int classBand, OptionalInt confidenceBand, VectorSink sink)
      throws IOException {
    Georeference georeference = classes.info().requireGeoreference();
    return write(regions(classes, classBand, confidenceBand), georeference, sink);
  }

  /**
   * The regions of a class raster after small ones were merged; for callers that want the class
   * raster that agrees with the polygons.
   *
   * @throws InvalidRasterException see {@link #vectorize}
   */
  public Regions regions(RasterSource classes, int classBand, OptionalInt confidenceBand)
      throws IOException {
    RasterInfo info = classes.info();
    Georeference georeference = info.requireGeoreference();
    int width = info.width();
    int height = info.height();
    RegionLabeler labeler = new RegionLabeler(width, height);
    PixelAreas areas = new PixelAreas(georeference, width, height);
    ClassRow row = new ClassRow(info, classBand, confidenceBand);
    double[] squareMetres = new double[width];
    int rowsARead = Math.max(1, Math.min(MOST_ROWS_A_READ, PIXELS_A_READ / width));
    for (int top = 0; top < height; top += rowsARead) {
      Window window = new Window(0, top, width, Math.min(rowsARead, height - top));
      PixelBlock block =
          confidenceBand.isPresent()
              ? classes.read(window, classBand, confidenceBand.getAsInt())
              : classes.read(window, classBand);
      for (int i = 0; i < window.height(); i++) {
        areas.row(top + i, squareMetres);
        row.take(block, i);
        labeler.addRow(row.classes, row.valid, squareMetres, row.confidence);
      }
    }
    Regions regions = labeler.finish();
    if (options.minArea().squareMetres() > 0) {
      GroundSampleDistance pixel = info.groundSampleDistance();
      new RegionMerger(
              regions, options.minArea().squareMetres(), pixel.acrossMetres(), pixel.downMetres())
          .merge();
    }
    return regions;
  }

  /** Writes the polygons of regions; the caller commits the sink. */
  public VectorizeCounts write(Regions regions, Georeference georeference, VectorSink sink)
      throws IOException {
    CoverageVertices vertices = new CoverageVertices(regions);
    long before = vertices.count();
    if (options.simplify().metres() > 0) {
      GroundSampleDistance pixel =
          georeference.groundSampleDistance(regions.width() / 2.0, regions.height() / 2.0);
      double side = options.simplify().metres() / pixel.metres();
      new BoundarySimplifier(regions, vertices, side * side).simplify();
    }
    CoveragePolygons polygons =
        new CoveragePolygons(
            new CoverageTracer(regions, vertices), vertices, georeference.transform());
    RegionTable table = regions.table();
    for (int region = 0; region < regions.count(); region++) {
      Polygon polygon = polygons.polygon(region);
      int classValue = table.classValue(region);
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("class", (long) classValue);
      attributes.put("name", names.getOrDefault(classValue, Integer.toString(classValue)));
      attributes.put("mean_confidence", confidence(table.meanConfidence(region)));
      attributes.put("min_confidence", confidence(table.minConfidence(region)));
      attributes.put("area_m2", GeodesicArea.squareMetres(polygon, georeference.crs()));
      sink.write(new Feature(polygon, attributes));
    }
    return new VectorizeCounts(regions.count(), regions.merged(), before, vertices.count());
  }

  /** To four decimals, which is more than a classifier knows. */
  private static Double confidence(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(Math.rint(value * 1e4) / 1e4);
  }

  /** One row of a block as classes and confidence. */
  private static final class ClassRow {
    private final RasterInfo info;
    private final int classBand;
    private final double scale;
    private final double offset;
    private final int[] classes;
    private final boolean[] valid;
    private final float[] confidence;

    ClassRow(RasterInfo info, int classBand, OptionalInt confidenceBand) {
      this.info = info;
      this.classBand = classBand;
      BandInfo band =
          confidenceBand.isPresent() ? info.bands().get(confidenceBand.getAsInt()) : null;
      this.scale = band == null ? 1 : band.scale();
      this.offset = band == null ? 0 : band.offset();
      this.classes = new int[info.width()];
      this.valid = new boolean[info.width()];
      this.confidence = new float[info.width()];
    }

    void take(PixelBlock block, int row) throws InvalidRasterException {
      for (int column = 0; column < classes.length; column++) {
        int i = block.index(0, row, column);
        valid[column] = block.valid()[i];
        if (valid[column]) {
          classes[column] = wholeNumber(block.samples()[i]);
        }
        confidence[column] = Float.NaN;
        if (block.bands() > 1) {
          int j = block.index(1, row, column);
          if (block.valid()[j]) {
            confidence[column] = (float) (block.samples()[j] * scale + offset);
          }
        }
      }
    }

    private int wholeNumber(double value) throws InvalidRasterException {
      if (value != (int) value) {
        throw new InvalidRasterException(
            info.name()
                + ": band "
                + (classBand + 1)
                + " holds "
                + value
                + ", but classes are whole numbers; name the band that holds the classes");
      }
      return (int) value;
    }
  }
}
