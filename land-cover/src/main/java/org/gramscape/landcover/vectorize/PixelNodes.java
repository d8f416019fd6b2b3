package org.gramscape.landcover.vectorize;

import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.UnsupportedCrsException;

/**
 * A grid of nodes over a raster, at most 1 km apart; in rasters of more than 256 km they are
 * further apart.
 *
 * @param columns of nodes, two at least, the last on the raster's edge
 * @param rows of nodes
 * @param across the distance of nodes from each other, in pixels
 * @param down the same from row to row
 */
record PixelNodes(int columns, int rows, double across, double down) {
  private static final double METRES_A_CELL = 1000;
  private static final int MOST_CELLS = 256;

  /**
   * @throws UnsupportedCrsException if the raster's middle lies where the CRS is not defined
   */
  static PixelNodes over(Georeference georeference, int width, int height)
      throws UnsupportedCrsException {
    GroundSampleDistance pixel = georeference.groundSampleDistance(width / 2.0, height / 2.0);
    int cellsAcross = cells(width * pixel.acrossMetres());
    int cellsDown = cells(height * pixel.downMetres());
    return new PixelNodes(
        cellsAcross + 1, cellsDown + 1, (double) width / cellsAcross, (double) height / cellsDown);
  }

  private static int cells(double metres) {
    return (int) Math.max(1, Math.min(MOST_CELLS, Math.ceil(metres / METRES_A_CELL)));
  }

  /** The column of nodes that bounds a place's cell on the left. */
  int columnBefore(double column) {
    return Math.min((int) (column / across), columns - 2);
  }

  /** The row of nodes that bounds a place's cell above. */
  int rowBefore(double row) {
    return Math.min((int) (row / down), rows - 2);
  }
}
