package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.LandCover;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.vectorize.VectorizeCounts;
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
  void require(PolygonOptions how, MapOptions options, List<String> inputs) throws IOException {
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
          new Vectorizer(how.shape()).schema("land_cover", Crs.epsg(WGS_84), false);
      Vectors.create(polygons, schema, options.replaces(classes())).close();
    }
  }

  /** Makes the raster, as {@code map} does, and polygons of it if there are to be some. */
  <T> Written<T> write(Mapping<T> map, PolygonOptions how, MapOptions options)
      throws IOException, InterruptedException {
    boolean replace = options.replaces(classes());
    Optional<VectorizeCounts> counts = Optional.empty();
    T made;
    try {
      made = map.run();
      if (polygons != null) {
        counts =
            Optional.of(
                new LandCoverPolygons(how.shape(), Backend.JVM)
                    .write(classes().toString(), polygons, replace));
      }
    } finally {
      if (raster == null) {
        for (Path file : LandCover.filesOf(classes())) {
          Files.deleteIfExists(file);
        }
      }
    }
    Journal.discard(classes());
    return new Written<>(made, counts);
  }

  /** Writes the class raster and its confidence, and says what it did. */
  @FunctionalInterface
  interface Mapping<T> {
    T run() throws IOException, InterruptedException;
  }

  /** What was written. */
  record Written<T>(T map, Optional<VectorizeCounts> polygons) {}
}
