package org.gramscape.landcover.vectorize;

import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.UnsupportedCrsException;

/**
 * The ground in square metres of what is drawn between pixels with lines that are straight in the
 * raster's CRS.
 *
 * <p>The ground of a pixel is computed at the nodes of a {@link PixelNodes} and bilinear between
 * them. The result is exact to a ten-millionth; in rasters of more than 256 km, where nodes are
 * further apart, the error grows with the square of the size: a millionth at 2,500 km.
 *
 * <p>Geodesics from vertex to vertex would be slower by far, and no better: their areas are rounded
 * to some square decimetres each (Karney 2013).
 */
public final class PixelAreas {
  /** Edges are cut into pieces of so many rows, and upright ones need not be up to so many. */
  private static final int ROWS_A_PIECE = 256;

  private static final int FEW_ROWS = 4;

  private final PixelNodes nodes;

  /** {@code [row][column]}, square metres a pixel. */
  private final double[][] pixels;

  /** The ground between the first node of the row and each other, a row high. */
  private final double[][] sums;

  /**
   * @throws UnsupportedCrsException if a part of the raster lies where the CRS is not defined
   */
  public PixelAreas(Georeference georeference, int width, int height)
      throws UnsupportedCrsException {
    this(georeference, PixelNodes.over(georeference, width, height));
  }

  PixelAreas(Georeference georeference, PixelNodes nodes) throws UnsupportedCrsException {
    this.nodes = nodes;
    pixels = new double[nodes.rows()][nodes.columns()];
    sums = new double[nodes.rows()][nodes.columns()];
    for (int i = 0; i < nodes.rows(); i++) {
      for (int j = 0; j < nodes.columns(); j++) {
        pixels[i][j] =
            georeference.pixelGround(j * nodes.across(), i * nodes.down()).squareMetres();
        if (j > 0) {
          sums[i][j] = sums[i][j - 1] + nodes.across() * (pixels[i][j - 1] + pixels[i][j]) / 2;
        }
      }
    }
  }

  /**
   * The ground within a ring of places, {@code column, row, column, row ...}: positive if it runs
   * clockwise as the pixels are drawn, else negative.
   */
  double within(double[] ring) {
    double area = 0;
    double fromColumn = ring[ring.length - 2];
    double fromRow = ring[ring.length - 1];
    for (int i = 0; i < ring.length; i += 2) {
      area += westOfEdge(fromColumn, fromRow, ring[i], ring[i + 1]);
      fromColumn = ring[i];
      fromRow = ring[i + 1];
    }
    return area;
  }

  /** The ground between an edge and column 0: positive if it runs down. */
  private double westOfEdge(double fromColumn, double fromRow, double toColumn, double toRow) {
    double rows = toRow - fromRow;
    if (rows == 0) {
      return 0;
    }
    if (fromColumn == toColumn && Math.abs(rows) <= FEW_ROWS) {
      return rows * westOf(fromColumn, (fromRow + toRow) / 2.0);
    }
    int pieces = 1 + (int) (Math.abs(rows) / ROWS_A_PIECE);
    double columnStep = (toColumn - fromColumn) / pieces;
    double rowStep = rows / pieces;
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
    int i = nodes.rowBefore(row);
    int j = nodes.columnBefore(column);
    double share = row / nodes.down() - i;
    double past = column - j * nodes.across();
    return (1 - share) * westOf(i, j, past) + share * westOf(i + 1, j, past);
  }

  private double westOf(int i, int j, double past) {
    double left = pixels[i][j];
    double slope = (pixels[i][j + 1] - left) / nodes.across();
    return sums[i][j] + past * (left + slope * past / 2);
  }
}
