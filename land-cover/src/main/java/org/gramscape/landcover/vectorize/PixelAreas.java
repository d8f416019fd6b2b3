package org.gramscape.landcover.vectorize;

import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.GeodesicArea;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.UnsupportedCrsException;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * The ground in square metres of what is drawn between pixels with lines that are straight in the
 * raster's CRS.
 *
 * <p>The ground of a pixel is geodesic at the nodes of a grid of at most 257 x 257, and bilinear
 * between them. Nodes are 2 km apart, which is exact to better than a ten-millionth; in rasters of
 * more than 512 km they are further apart, and the error grows with the square of the size: a
 * millionth at 3,000 km.
 */
final class PixelAreas {
  private static final double METRES_A_CELL = 2000;
  private static final int MOST_CELLS = 256;

  /** A node is measured over a square of this many pixels or, if that is less, metres. */
  private static final double MEASURED_PIXELS = 16;

  private static final double MEASURED_METRES = 1000;

  /** The distance of the first nodes from the raster's corner, and of nodes from each other. */
  private final double margin;

  private final double across;
  private final double down;

  /** {@code [row][column]}, square metres a pixel. */
  private final double[][] nodes;

  /** The ground between the first node of the row and each other, a row high. */
  private final double[][] sums;

  /**
   * @throws UnsupportedCrsException if a part of the raster lies where the CRS is not defined
   */
  PixelAreas(Georeference georeference, int width, int height) throws UnsupportedCrsException {
    GroundSampleDistance pixel = georeference.groundSampleDistance(width / 2.0, height / 2.0);
    double side = Math.min(MEASURED_PIXELS, MEASURED_METRES / pixel.metres());
    side = Math.min(side, Math.min(width, height) / 2.0);
    margin = side / 2;
    int columns = cells(width * pixel.acrossMetres());
    int rows = cells(height * pixel.downMetres());
    across = (width - side) / columns;
    down = (height - side) / rows;
    nodes = new double[rows + 1][columns + 1];
    sums = new double[rows + 1][columns + 1];
    for (int i = 0; i <= rows; i++) {
      for (int j = 0; j <= columns; j++) {
        nodes[i][j] = squareMetres(georeference, j * across, i * down, side) / (side * side);
        if (j > 0) {
          sums[i][j] = sums[i][j - 1] + across * (nodes[i][j - 1] + nodes[i][j]) / 2;
        }
      }
    }
  }

  private static int cells(double metres) {
    return (int) Math.max(1, Math.min(MOST_CELLS, Math.ceil(metres / METRES_A_CELL)));
  }

  private static double squareMetres(
      Georeference georeference, double column, double row, double side)
      throws UnsupportedCrsException {
    GeoTransform transform = georeference.transform();
    Coordinate[] corners = new Coordinate[5];
    for (int i = 0; i < 5; i++) {
      double c = column + (i == 1 || i == 2 ? side : 0);
      double r = row + (i == 2 || i == 3 ? side : 0);
      corners[i] = new Coordinate(transform.x(c, r), transform.y(c, r));
    }
    return GeodesicArea.squareMetres(
        new GeometryFactory().createPolygon(corners), georeference.crs());
  }

  /**
   * The ground within a ring of points of the {@link Lattice}: positive if it runs clockwise as the
   * pixels are drawn, else negative.
   */
  double within(long[] ring) {
    double area = 0;
    long from = ring[ring.length - 1];
    for (long to : ring) {
      area += westOf(from, to);
      from = to;
    }
    return area;
  }

  /** The ground between an edge and column 0: by Simpson's rule, exact within a cell. */
  private double westOf(long from, long to) {
    int rows = Lattice.row(to) - Lattice.row(from);
    if (rows == 0) {
      return 0;
    }
    double middle = (Lattice.row(from) + Lattice.row(to)) / 2.0;
    if (Lattice.column(from) == Lattice.column(to)) {
      return rows * westOf(Lattice.column(from), middle);
    }
    double start = westOf(Lattice.column(from), Lattice.row(from));
    double half = westOf((Lattice.column(from) + Lattice.column(to)) / 2.0, middle);
    double end = westOf(Lattice.column(to), Lattice.row(to));
    return rows * (start + 4 * half + end) / 6;
  }

  /** The ground between column 0 and a point, as if a row high. */
  double westOf(double column, double row) {
    int i = cell(row, down, nodes.length);
    int j = cell(column, across, nodes[0].length);
    double share = (row - margin) / down - i;
    double past = column - margin - j * across;
    return (1 - share) * westOf(i, j, past) + share * westOf(i + 1, j, past);
  }

  private double westOf(int i, int j, double past) {
    double left = nodes[i][j];
    double slope = (nodes[i][j + 1] - left) / across;
    return sums[i][j] + past * (left + slope * past / 2);
  }

  private int cell(double place, double step, int places) {
    return Math.max(0, Math.min(places - 2, (int) ((place - margin) / step)));
  }
}
