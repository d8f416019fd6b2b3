package org.gramscape.tiling;

import java.util.Optional;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.Window;

/**
 * Cells of ground on which things of different resolution are compared.
 *
 * @param place of the cells, on the ground and in the directions of some raster
 * @param pixelsAcross pixels of that raster that a cell is wide; need not be whole
 * @param pixelsDown pixels that it is high
 * @param width cells along a row
 * @param height cells along a column
 */
public record CellGrid(
    Georeference place, double pixelsAcross, double pixelsDown, int width, int height) {

  /** Pixels this near to the size of a cell are cells. */
  private static final double NEAR = 0.9;

  private static final double ROUNDING = 1e-6;

  /**
   * Cells over a raster, from its first pixel on; what is left at its end is no cell.
   *
   * @param metres side of a cell; pixels that are not finer than nine tenths of it are cells
   * @throws InvalidRasterException if the raster has no georeference, or no whole cell
   */
  public static CellGrid over(RasterInfo raster, double metres) throws InvalidRasterException {
    GroundSampleDistance pixel = raster.groundSampleDistance();
    double across = pixels(pixel.acrossMetres(), metres);
    double down = pixels(pixel.downMetres(), metres);
    int width = (int) (raster.width() / across + ROUNDING);
    int height = (int) (raster.height() / down + ROUNDING);
    if (width == 0 || height == 0) {
      throw new InvalidRasterException(
          "%s is smaller than a cell of %s m; its CRS and pixel size should be checked with gramscape info"
              .formatted(raster.name(), metres));
    }
    return new CellGrid(
        raster.requireGeoreference().scaled(across, down), across, down, width, height);
  }

  private static double pixels(double pixelMetres, double metres) {
    return pixelMetres < NEAR * metres ? metres / pixelMetres : 1;
  }

  /** The number of cells. */
  public int size() {
    return Math.multiplyExact(width, height);
  }

  /**
   * The middle of a cell on another grid, {@code {column, row}}.
   *
   * @param cell counted row by row
   * @throws UnsupportedCrsException if either CRS is not defined there
   */
  public double[] middleOn(Georeference other, int cell) throws UnsupportedCrsException {
    return place.placeOn(other, cell % width + 0.5, cell / width + 0.5);
  }

  /** The least window of cells around the ground of another grid; empty if there is none. */
  public Optional<Window> around(Georeference other, int otherWidth, int otherHeight)
      throws UnsupportedCrsException {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      double[] there =
          other.placeOn(place, corner % 2 * otherWidth, corner / 2 * (double) otherHeight);
      left = Math.min(left, there[0]);
      top = Math.min(top, there[1]);
      right = Math.max(right, there[0]);
      bottom = Math.max(bottom, there[1]);
    }
    int column = (int) Math.max(0, Math.floor(left));
    int row = (int) Math.max(0, Math.floor(top));
    int columns = (int) Math.min(width, Math.ceil(right)) - column;
    int rows = (int) Math.min(height, Math.ceil(bottom)) - row;
    return columns > 0 && rows > 0
        ? Optional.of(new Window(column, row, columns, rows))
        : Optional.empty();
  }

  /** The cells of a window. */
  public CellGrid part(Window window) {
    Georeference there =
        new Georeference(
            place.crs(),
            place.transform().shifted(window.column(), window.row()),
            place.interpretation());
    return new CellGrid(there, pixelsAcross, pixelsDown, window.width(), window.height());
  }
}
