package org.gramscape.landcover.vectorize;

import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.UnsupportedCrsException;

/**
 * The ground in square metres of what is drawn between pixels with lines that are straight in the
 * raster's CRS.
 *
 * <p>The ground of a pixel is computed at the nodes of a grid and bilinear between them. Nodes are
 * 1 km apart, and the result is exact to a ten-millionth; in rasters of more than 256 km they are
 * further apart, and the error grows with the square of the size: a millionth at 2,500 km.
 *
 * <p>Geodesics from vertex to vertex would be slower by far, and no better: their areas are rounded
 * to some square decimetres each (Karney 2013).
 */
public final class PixelAreas {
  private static final double METRES_A_CELL = 1000;
  private static final int MOST_CELLS = 256;

  /** Edges are cut into pieces of so many rows, and upright ones need not be up to so many. */
  private static final int ROWS_A_PIECE = 256;

  private static final int FEW_ROWS = 4;

  /** The distance of nodes from each other, in pixels. */
  private final double across;

  private final double down;

  /** {@code [row][column]}, square metres a pixel. */
  private final double[][] nodes;

  /** The ground between the first node of the row and each other, a row high. */
  private final double[][] sums;

  /**
   * @throws UnsupportedCrsException if a part of the raster lies where the CRS is not defined
   */
  public PixelAreas(Georeference georeference, int width, int height)
      throws UnsupportedCrsException {
    GroundSampleDistance pixel = georeference.groundSampleDistance(width / 2.0, height / 2.0);
    int columns = cells(width * pixel.acrossMetres());
    int rows = cells(height * pixel.downMetres());
    across = (double) width / columns;
    down = (double) height / rows;
    nodes = new double[rows + 1][columns + 1];
    sums = new double[rows + 1][columns + 1];
    for (int i = 0; i <= rows; i++) {
      for (int j = 0; j <= columns; j++) {
        nodes[i][j] = georeference.squareMetresPerPixel(j * across, i * down);
        if (j > 0) {
          sums[i][j] = sums[i][j - 1] + across * (nodes[i][j - 1] + nodes[i][j]) / 2;
        }
      }
    }
  }

  private static int cells(double metres) {
    return (int) Math.max(1, Math.min(MOST_CELLS, Math.ceil(metres / METRES_A_CELL)));
  }

  /**
   * The ground within a ring of points of the {@link Lattice}: positive if it runs clockwise as the
   * pixels are drawn, else negative.
   */
  double within(long[] ring) {
    double area = 0;
    long from = ring[ring.length - 1];
    for (long to : ring) {
      area +=
          westOfEdge(Lattice.column(from), Lattice.row(from), Lattice.column(to), Lattice.row(to));
      from = to;
    }
    return area;
  }

  /** The ground between an edge and column 0: positive if it runs down. */
  private double westOfEdge(int fromColumn, int fromRow, int toColumn, int toRow) {
    int rows = toRow - fromRow;
    if (rows == 0) {
      return 0;
    }
    if (fromColumn == toColumn && Math.abs(rows) <= FEW_ROWS) {
      return rows * westOf(fromColumn, (fromRow + toRow) / 2.0);
    }
    int pieces = 1 + Math.abs(rows) / ROWS_A_PIECE;
    double columnStep = (double) (toColumn - fromColumn) / pieces;
    double rowStep = (double) rows / pieces;
    double area = 0;
    for (int i = 0; i < pieces; i++) {
      double column = fromColumn + i * columnStep;
      double row = fromRow + i * rowStep;
      // Simpson's rule, exact within a cell.
      area +=
          westOf(column, row)
              + 4 * westOf(column + columnStep / 2, row + rowStep / 2)
              + westOf(column + columnStep, row + rowStep);
    }
    return area * rowStep / 6;
  }

  /** The ground of a pixel. */
  public double ofPixel(int column, int row) {
    return westOf(column + 1.0, row + 0.5) - westOf(column, row + 0.5);
  }

  /** The ground between column 0 and a point, as if a row high. */
  double westOf(double column, double row) {
    int i = Math.min((int) (row / down), nodes.length - 2);
    int j = Math.min((int) (column / across), nodes[0].length - 2);
    double share = row / down - i;
    double past = column - j * across;
    return (1 - share) * westOf(i, j, past) + share * westOf(i + 1, j, past);
  }

  private double westOf(int i, int j, double past) {
    double left = nodes[i][j];
    double slope = (nodes[i][j + 1] - left) / across;
    return sums[i][j] + past * (left + slope * past / 2);
  }
}
