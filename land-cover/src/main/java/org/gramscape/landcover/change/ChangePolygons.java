package org.gramscape.landcover.change;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.style.LayerStyle;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.BackgroundSink;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.gramscape.tiling.AlignedSource;

/**
 * Finds what changed from one class raster to another, from files to file: polygons of ground that
 * has one class before and another after, coloured by the class after.
 *
 * <p>The raster after is seen on the grid of that before, by the nearest pixel. Classes are the
 * same if their names are, or where a raster names none, if their values are; one without a name is
 * called by its number.
 *
 * @param options small areas of change join the neighbour with the longest shared edge, changed or
 *     not
 * @param unchanged whether polygons of ground that did not change are written, too: then all are a
 *     coverage of the common ground
 * @param warnings are told of what the polygons go without
 */
public record ChangePolygons(
    VectorizeOptions options, boolean unchanged, Backend backend, Consumer<String> warnings) {

  /**
   * Writes the polygons.
   *
   * @return the ground of all pairs of classes, as drawn
   * @throws org.gramscape.geoio.UnusableInputException if one holds no classes, they have no
   *     georeference, or no ground in common
   * @throws org.gramscape.geoio.OutputExistsException if the output exists and {@code overwrite} is
   *     false
   */
  public ChangeTable write(String before, String after, Path output, boolean overwrite)
      throws IOException {
    try (RasterSource first = Rasters.open(before, backend);
        RasterSource second = Rasters.open(after, backend)) {
      RasterInfo info = first.info();
      info.requireGeoreference();
      ClassRasters.requireOneBand(info);
      ClassRasters.requireOneBand(second.info());
      AlignedSource aligned = new AlignedSource(second, info, AlignedSource.Method.NEAREST);
      if (!aligned.overlaps()) {
        throw new InvalidRasterException(
            "%s and %s have no ground in common; give rasters of the same place"
                .formatted(before, after));
      }
      ChangeSource source = new ChangeSource(first, aligned);
      List<LegendEntry> own = ClassLegend.of(info);
      RasterSource naming =
          ClassLegend.of(second.info()).isEmpty() && !own.isEmpty() ? first : second;
      List<LegendEntry> legend = ClassLegend.of(naming.info());
      LayerSchema schema =
          ChangeSink.schema(
              info.requireGeoreference().crs(), options.connectivity().geometryType());
      Optional<LayerStyle> style = LandCoverPolygons.style(naming, schema, "after", warnings);
      try (ChangeSink sink =
          new ChangeSink(
              new BackgroundSink(Vectors.create(output, schema, style, overwrite)),
              source,
              names(own.isEmpty() ? legend : own),
              names(legend),
              unchanged)) {
        new Vectorizer(options).vectorize(ClassRasters.of(source), sink);
        sink.commit();
        return sink.table();
      }
    }
  }

  private static IntFunction<String> names(List<LegendEntry> legend) {
    Map<Integer, String> names =
        legend.stream().collect(Collectors.toMap(LegendEntry::value, LegendEntry::name));
    return value -> names.getOrDefault(value, Integer.toString(value));
  }
}
