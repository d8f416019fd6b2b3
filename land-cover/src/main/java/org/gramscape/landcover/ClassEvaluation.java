package org.gramscape.landcover;

import java.io.IOException;
import java.util.Map;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * How well a class raster agrees with the truth, the first band of both.
 *
 * <p>They may have different grids and CRS: each cell of the truth is compared with the class at
 * its centre. Only cells that are valid in both count. See {@link ComparedClasses} for what counts
 * as the same class.
 *
 * @param scores of cells
 * @param boundaries of the borders between classes
 */
public record ClassEvaluation(ClassScores scores, BoundaryScores boundaries) {
  private static final int ROWS = 256;

  /**
   * Scores classes.
   *
   * @param prediction stays the caller's
   * @param truth stays the caller's
   * @throws InvalidRasterException if a raster holds no classes from 0 to 255, or no cell is valid
   *     in both
   */
  public static ClassEvaluation of(RasterSource prediction, RasterSource truth) throws IOException {
    return of(new ComparedClasses(prediction, truth));
  }

  /** The same of rasters that are compared already. */
  public static ClassEvaluation of(ComparedClasses compared) throws IOException {
    ConfusionMatrix matrix = new ConfusionMatrix();
    BoundaryTally boundaries = new BoundaryTally();
    RasterInfo grid = compared.info();
    long cells = 0;
    for (int row = 0; row < grid.height(); row += ROWS) {
      int end = Math.min(row + ROWS, grid.height());
      int first = Math.max(0, row - BoundaryTally.MARGIN);
      int last = Math.min(grid.height(), end + BoundaryTally.MARGIN);
      Window window = new Window(0, first, grid.width(), last - first);
      PixelBlock block = compared.read(window, ComparedClasses.PREDICTION, ComparedClasses.TRUTH);
      for (int i = (row - first) * grid.width(); i < (end - first) * grid.width(); i++) {
        if (block.valid()[i]) {
          matrix.add((int) block.samples()[window.size() + i], (int) block.samples()[i]);
          cells++;
        }
      }
      boundaries.add(block, row - first, end - first);
    }
    if (cells == 0) {
      throw new InvalidRasterException(
          "%s have no valid ground in common; check their CRS and extents with gramscape info"
              .formatted(compared.pair()));
    }
    Map<Integer, String> names = compared.names();
    return new ClassEvaluation(matrix.scores(names), boundaries.scores());
  }
}
