package org.gramscape.landcover.objects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeodesicArea;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.style.ClassStyle;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.locationtech.jts.geom.Polygon;

/**
 * Writes the objects of one class of a class raster, from file to file: a polygon each, numbered,
 * with area and perimeter. Objects that only corners join are several.
 *
 * @param options areas below their least join their neighbours: specks of the class go, and specks
 *     in its objects are filled
 * @param className the class's name in the raster, or its number
 * @param orthogonal whether outlines get right angles, where one is near enough (see {@code
 *     orthogonal} of each object): area within 10 %, four fifths of the ground in common, and none
 *     on another object
 */
public record ObjectPolygons(
    VectorizeOptions options, String className, boolean orthogonal, Backend backend) {

  /** Stairs of pixels at any angle are straightened at this. */
  private static final double TOLERANCE_PIXELS = 1.5;

  /**
   * Writes the objects.
   *
   * @return how many
   * @throws org.gramscape.geoio.UnusableInputException if the raster holds no classes, has no such
   *     class, or no georeference
   * @throws org.gramscape.geoio.OutputExistsException if the output exists and {@code overwrite} is
   *     false
   */
  public int write(String classes, Path output, boolean overwrite) throws IOException {
    try (RasterSource source = Rasters.open(classes, backend)) {
      RasterInfo info = source.info();
      Crs crs = info.requireGeoreference().crs();
      ClassRasters.requireOneBand(info);
      LegendEntry chosen = chosen(source);
      LayerSchema schema = schema(crs);
      try (VectorSink sink =
          Vectors.create(
              output,
              schema,
              Optional.of(ClassStyle.polygons(schema.name(), "class", List.of(chosen))),
              overwrite)) {
        ClassPolygons found = new ClassPolygons(chosen.value());
        new Vectorizer(options).vectorize(ClassRasters.of(source), found);
        List<Polygon> outlines = found.polygons();
        List<Polygon> drawn = orthogonal ? squared(outlines, info) : outlines;
        for (int i = 0; i < drawn.size(); i++) {
          Map<String, Object> attributes = new LinkedHashMap<>();
          attributes.put("object", i + 1L);
          attributes.put("class", (long) chosen.value());
          attributes.put("name", chosen.name());
          attributes.put("orthogonal", drawn.get(i) != outlines.get(i));
          attributes.put("area_m2", GeodesicArea.squareMetres(drawn.get(i), crs));
          attributes.put("perimeter_m", GeodesicArea.perimeterMetres(drawn.get(i), crs));
          sink.write(new Feature(drawn.get(i), attributes));
        }
        sink.commit();
        return drawn.size();
      }
    }
  }

  private static LayerSchema schema(Crs crs) {
    return new LayerSchema(
        "objects",
        crs,
        "Polygon",
        List.of(
            new Field("object", Type.INTEGER),
            new Field("class", Type.INTEGER),
            new Field("name", Type.TEXT),
            new Field("orthogonal", Type.BOOLEAN),
            new Field("area_m2", Type.REAL),
            new Field("perimeter_m", Type.REAL)));
  }

  private LegendEntry chosen(RasterSource classes) throws IOException {
    RasterInfo info = classes.info();
    boolean isNumber = className.matches("-?\\d{1,9}");
    if (ClassLegend.of(info).isEmpty() && !isNumber) {
      throw new InvalidRasterException(
          "%s names no classes, so \"%s\" can't be found; give the class's number"
              .formatted(info.name(), className));
    }
    List<LegendEntry> legend = ClassLegend.drawn(classes).orElse(List.of());
    for (LegendEntry entry : legend) {
      if (entry.name().equalsIgnoreCase(className)
          || Integer.toString(entry.value()).equals(className)) {
        return entry;
      }
    }
    if (legend.isEmpty() && isNumber) {
      return new LegendEntry(Integer.parseInt(className), className, 0xC0392B);
    }
    throw new InvalidRasterException(
        "%s has no class \"%s\"; it has %s"
            .formatted(
                info.name(),
                className,
                legend.stream().map(LegendEntry::name).collect(Collectors.joining(", "))));
  }

  private List<Polygon> squared(List<Polygon> outlines, RasterInfo info) throws IOException {
    double tolerance =
        Math.max(
            TOLERANCE_PIXELS * info.groundSampleDistance().metres(), options.simplify().metres());
    GroundFrame frame = GroundFrame.of(info.requireGeoreference(), info.width(), info.height());
    Orthogonal orthogonal = new Orthogonal(tolerance);
    List<Optional<Polygon>> squared = new ArrayList<>();
    for (Polygon outline : outlines) {
      squared.add(orthogonal.of(frame.toMetres(outline)).map(frame::fromMetres));
    }
    return Disjoint.of(outlines, squared);
  }
}
