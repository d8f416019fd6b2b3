package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.style.ClassStyle;
import org.gramscape.geoio.style.LayerStyle;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.BackgroundSink;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.geoio.vector.gpkg.GeoPackageSink;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.landcover.vectorize.VectorizeCounts;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.gramscape.tiling.AlignedSource;

/**
 * Turns a class raster into polygons, from file to file, coloured by the raster's legend.
 *
 * <p>If the raster's confidence lies beside it (see {@link LandCover#confidenceOf}), polygons tell
 * the mean and the least of theirs, from 0 to 1. A GeoPackage of the raster's name keeps its style
 * inside and leaves the raster's alone.
 *
 * @param options their legend is that of the raster
 * @param heights metres above ground in the first band, on any grid; stays the caller's
 * @param probabilities see {@link ClassRasters}; stays the caller's
 * @param warnings are told of what the polygons go without
 */
public record LandCoverPolygons(
    VectorizeOptions options,
    Optional<RasterSource> heights,
    Optional<RasterSource> probabilities,
    Backend backend,
    Consumer<String> warnings) {

  /** Of nothing but classes and what lies beside them, without a word. */
  public LandCoverPolygons(VectorizeOptions options, Backend backend) {
    this(options, Optional.empty(), Optional.empty(), backend, warning -> {});
  }

  /**
   * Writes the polygons.
   *
   * @param classes a class raster, or the address of one
   * @param output {@code .gpkg}, {@code .fgb}, {@code .geojson} or {@code .parquet}, or another
   *     suffix that GDAL knows; appears whole or not at all
   * @throws org.gramscape.geoio.UnusableInputException if the raster holds no classes or has no
   *     georeference
   * @throws org.gramscape.geoio.OutputExistsException if the output exists and {@code overwrite} is
   *     false
   */
  public VectorizeCounts write(String classes, Path output, boolean overwrite) throws IOException {
    requireStyleOfItsOwn(Path.of(classes), output);
    Path confidence = LandCover.confidenceOf(Path.of(classes));
    try (RasterSource source = Rasters.open(classes, backend)) {
      source.info().requireGeoreference();
      ClassRasters.requireOneBand(source.info());
      ClassRasters rasters = ClassRasters.of(source);
      if (heights.isPresent()) {
        rasters = rasters.withHeights(onGrid(source.info(), heights.get()));
      }
      if (probabilities.isPresent()) {
        rasters = rasters.withProbabilities(probabilities.get());
      }
      if (!Files.exists(confidence)) {
        return write(rasters, output, overwrite);
      }
      try (RasterSource beside = Rasters.open(confidence.toString(), backend)) {
        return write(rasters.withConfidence(beside), output, overwrite);
      }
    }
  }

  /**
   * Makes sure that heights can be told of a raster's classes, before there are any.
   *
   * @param grid of the raster
   * @throws org.gramscape.geoio.UnusableInputException if either has no georeference, or they have
   *     no ground in common
   */
  public static void requireCommonGround(RasterInfo grid, RasterSource heights) throws IOException {
    onGrid(grid, heights);
  }

  /** Heights as the mean over each pixel of the classes. */
  private static RasterSource onGrid(RasterInfo grid, RasterSource heights) throws IOException {
    AlignedSource aligned = new AlignedSource(heights, grid, AlignedSource.Method.AVERAGE);
    if (!aligned.overlaps()) {
      throw new InvalidRasterException(
          "%s and %s have no ground in common; give heights of the same place"
              .formatted(heights.info().name(), grid.name()));
    }
    return aligned;
  }

  private VectorizeCounts write(ClassRasters rasters, Path output, boolean overwrite)
      throws IOException {
    RasterInfo info = rasters.classes().info();
    List<LegendEntry> legend = ClassLegend.of(info);
    Vectorizer vectorizer = new Vectorizer(options.withLegend(legend));
    LayerSchema schema =
        vectorizer.schema("land_cover", info.requireGeoreference().crs(), heights.isPresent());
    Optional<LayerStyle> style = style(rasters.classes(), schema, "class", warnings);
    try (VectorSink sink =
        new BackgroundSink(
            sharesStyle(Path.of(info.name()), output)
                ? GeoPackageSink.create(output, schema, style, overwrite)
                : Vectors.create(output, schema, style, overwrite))) {
      VectorizeCounts counts = vectorizer.vectorize(rasters, sink);
      sink.commit();
      return counts;
    }
  }

  /**
   * How polygons of a raster's classes are drawn; empty if there are too many to tell apart, of
   * which there is a warning, or none.
   */
  public static Optional<LayerStyle> style(
      RasterSource classes, LayerSchema schema, String field, Consumer<String> warnings)
      throws IOException {
    Optional<List<LegendEntry>> legend = ClassLegend.drawn(classes);
    if (legend.isEmpty()) {
      warnings.accept(
          "%s has more classes than a style can tell apart, so the polygons come without one; colour them in QGIS"
              .formatted(classes.info().name()));
    }
    return legend
        .filter(entries -> !entries.isEmpty())
        .map(entries -> ClassStyle.polygons(schema.name(), field, entries));
  }

  /**
   * Makes sure that neither of a class raster and its polygons takes the other's style. Styles go
   * by the name without its suffix; only a GeoPackage carries its own inside.
   *
   * @throws IllegalArgumentException if they would share one; the message says what to do
   */
  public static void requireStyleOfItsOwn(Path classes, Path polygons) {
    if (sharesStyle(classes, polygons)
        && !polygons.toString().toLowerCase(Locale.ROOT).endsWith(".gpkg")) {
      throw new IllegalArgumentException(
          "%s and %s would share the style %s; give the polygons another name, or write .gpkg"
              .formatted(classes, polygons, LayerStyle.pathsBeside(polygons).get(0)));
    }
  }

  private static boolean sharesStyle(Path classes, Path polygons) {
    return LayerStyle.pathsBeside(classes.toAbsolutePath().normalize())
        .equals(LayerStyle.pathsBeside(polygons.toAbsolutePath().normalize()));
  }
}
