package org.gramscape.training.probe;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassCells;
import org.gramscape.tiling.CellGrid;
import org.gramscape.tiling.SceneView;

/**
 * An image and the classes of the same ground.
 *
 * @param image a path or, for GDAL, an address
 * @param labels a raster of classes, or polygons
 * @param field of the polygons that names the classes; empty for a raster
 */
public record ClassScene(String image, String labels, Optional<String> field) {

  /**
   * The classes of cells on the image's ground.
   *
   * @param seen the image, which a raster without a place is taken to cover
   * @throws org.gramscape.geoio.UnusableInputException if none is known there
   */
  public ClassCells cells(SceneView view, RasterInfo seen, CellGrid cells) throws IOException {
    if (field.isPresent()) {
      try (VectorSource polygons = Vectors.open(labels, null)) {
        return ClassCells.of(polygons, field.get(), cells);
      }
    }
    try (RasterSource raster = PlacedTruth.of(view.open(labels), seen)) {
      return ClassCells.of(raster, cells);
    }
  }
}
