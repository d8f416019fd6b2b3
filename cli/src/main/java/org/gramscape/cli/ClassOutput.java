package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.Speaker;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.LandCover;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.gramscape.tiling.Journal;

/**
 * Where a map of classes goes: into a raster, into polygons, or both.
 *
 * @param polygons null for the raster alone
 * @param raster null if it does not stay
 * @param probabilities of all classes; null if they are not kept
 */
record ClassOutput(Path polygons, Path raster, Path probabilities) {
  private static final int WGS_84 = 4326;

  /** The class raster. One that does not stay has a fixed name, so that a run can be resumed. */
  Path classes() {
    return raster == null
        ? polygons.resolveSibling("." + polygons.getFileName() + ".classes.tif")
        : raster;
  }

  /** Makes sure that everything can be written, before work starts. */
  void require(ClassPolygons how, MapOptions options, List<String> inputs) throws IOException {
    how.require(polygons == null ? raster : polygons);
    if (polygons != null) {
      options.requireOutput(polygons, classes(), inputs);
    }
    if (raster != null) {
      OutputOptions.requireSuffix(raster, ".tif", ".tiff");
      options.requireOutput(raster, raster, inputs);
      options.requireOutput(LandCover.confidenceOf(raster), raster, inputs);
    }
    if (probabilities != null) {
      OutputOptions.requireSuffix(probabilities, ".tif", ".tiff");
      options.requireOutput(probabilities, classes(), inputs);
    }
    if (polygons != null && raster != null) {
      LandCoverPolygons.requireStyleOfItsOwn(raster, polygons);
    }
    if (polygons != null) {
      LayerSchema schema =
          new Vectorizer(how.options().shape()).schema("land_cover", Crs.epsg(WGS_84), false);
      Vectors.create(polygons, schema, options.replaces(classes())).close();
    }
  }

  /**
   * Makes the raster, as {@code map} does, and polygons of it if there are to be some.
   *
   * @param scene what is mapped
   */
  <T> Written<T> write(
      String scene, Mapping<T> map, ClassPolygons how, MapOptions options, Speaker speaker)
      throws IOException, InterruptedException {
    Written<T> written;
    try (RasterSource heights = how.openHeights(scene, options.view().backend(), speaker)) {
      boolean replace = options.replaces(classes());
      T made = map.run();
      written =
          new Written<>(
              made,
              polygons == null
                  ? Optional.empty()
                  : Optional.of(draw(how, heights, replace, speaker)));
    } finally {
      if (raster == null) {
        for (Path file : LandCover.filesOf(classes())) {
          Files.deleteIfExists(file);
        }
      }
    }
    Journal.discard(classes());
    return written;
  }

  private ClassPolygons.Drawn draw(
      ClassPolygons how, RasterSource heights, boolean replace, Speaker speaker)
      throws IOException {
    LandCoverPolygons drawing =
        new LandCoverPolygons(
            how.options().shape(),
            Optional.ofNullable(heights),
            Optional.empty(),
            Backend.JVM,
            w -> speaker.say("Warning: " + w));
    return how.draw(drawing, classes().toString(), polygons, replace, speaker);
  }

  /** Writes the class raster and its confidence, and says what it did. */
  @FunctionalInterface
  interface Mapping<T> {
    T run() throws IOException, InterruptedException;
  }

  /** What was written. */
  record Written<T>(T map, Optional<ClassPolygons.Drawn> polygons) {}
}
