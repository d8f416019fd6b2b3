package org.gramscape.landcover.vectorize;

import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.PixelGround;
import org.gramscape.geoio.UnsupportedCrsException;

/**
 * The length in metres of what is drawn between pixels with lines that are straight in the raster's
 * CRS.
 *
 * <p>What a step in pixels measures on the ground is computed at the nodes of a {@link PixelNodes}
 * and bilinear between them, exact to about a millionth.
 */
final class PixelLengths {
  /** Edges are cut into pieces of so many pixels. */
  private static final double PIXELS_A_PIECE = 256;

  private final PixelNodes nodes;

  /** {@code [row][column]}: the ground's metric tensor, in squared metres. */
  private final double[][] acrossAcross;

  private final double[][] acrossDown;
  private final double[][] downDown;

  /**
   * @throws UnsupportedCrsException if a part of the raster lies where the CRS is not defined
   */
  PixelLengths(Georeference georeference, PixelNodes nodes) throws UnsupportedCrsException {
    this.nodes = nodes;
    this.acrossAcross = new double[nodes.rows()][nodes.columns()];
    this.acrossDown = new double[nodes.rows()][nodes.columns()];
    this.downDown = new double[nodes.rows()][nodes.columns()];
    for (int i = 0; i < nodes.rows(); i++) {
      for (int j = 0; j < nodes.columns(); j++) {
        PixelGround step = georeference.pixelGround(j * nodes.across(), i * nodes.down());
        acrossAcross[i][j] =
            step.eastAcross() * step.eastAcross() + step.northAcross() * step.northAcross();
        acrossDown[i][j] =
            step.eastAcross() * step.eastDown() + step.northAcross() * step.northDown();
        downDown[i][j] = step.eastDown() * step.eastDown() + step.northDown() * step.northDown();
      }
    }
  }

  /** The length of a ring of places, {@code column, row, column, row ...}. */
  double around(double[] ring) {
    double length = 0;
    double fromColumn = ring[ring.length - 2];
    double fromRow = ring[ring.length - 1];
    for (int i = 0; i < ring.length; i += 2) {
      length += edge(fromColumn, fromRow, ring[i] - fromColumn, ring[i + 1] - fromRow);
      fromColumn = ring[i];
      fromRow = ring[i + 1];
    }
    return length;
  }

  private double edge(double column, double row, double across, double down) {
    double pixels = Math.max(Math.abs(across), Math.abs(down));
    if (pixels <= PIXELS_A_PIECE) {
      return metres(column + across / 2, row + down / 2, across, down);
    }
    int pieces = (int) Math.ceil(pixels / PIXELS_A_PIECE);
    double length = 0;
    for (int i = 0; i < pieces; i++) {
      double share = (i + 0.5) / pieces;
      length += metres(column + share * across, row + share * down, across / pieces, down / pieces);
    }
    return length;
  }

  /** The length of a short step, by the ground at a place on it. */
  private double metres(double column, double row, double across, double down) {
    int i = nodes.rowBefore(row);
    int j = nodes.columnBefore(column);
    double below = row / nodes.down() - i;
    double right = column / nodes.across() - j;
    double squared = across * across * between(acrossAcross, i, j, below, right);
    if (across != 0 && down != 0) {
      squared += 2 * across * down * between(acrossDown, i, j, below, right);
    }
    return Math.sqrt(squared + down * down * between(downDown, i, j, below, right));
  }

  private static double between(double[][] values, int i, int j, double below, double right) {
    double above = values[i][j] + right * (values[i][j + 1] - values[i][j]);
    double under = values[i + 1][j] + right * (values[i + 1][j + 1] - values[i + 1][j]);
    return above + below * (under - above);
  }
}
