package org.gramscape.tiling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * A raster seen on the grid of another, whatever the CRS, the size and the direction of the pixels
 * of either.
 *
 * <p>Each pixel of the grid is asked at places evenly spread over it, as many as the source has
 * pixels there (at most {@value #MOST_PLACES} a side), each of which has the value of the source's
 * pixel around it, or one between those around. Invalid where less than half of the places are
 * valid; the source may cover but a part of the grid. Used by one thread at a time.
 */
public final class AlignedSource implements RasterSource {

  /** How the values at a pixel's places become one. */
  public enum Method {
    /** Their mean, for quantities. */
    AVERAGE,
    /** The greatest of them, for heights: a canopy's is that of its tops. */
    MAXIMUM,
    /** The one in the middle, for classes. */
    NEAREST,
    /**
     * The mean of values on straight lines between the centres of the source's pixels, for what is
     * smooth, such as terrain that is coarser than the grid.
     */
    LINEAR
  }

  private static final int MOST_PLACES = 32;

  /** Within blocks of this many pixels the way from CRS to CRS is taken to be bilinear. */
  private static final int LARGEST_BLOCK = 32;

  /** A block is as many pixels of the source a side at most: about 100 MB. */
  private static final int MOST_READ = 4096;

  private final RasterSource source;
  private final RasterInfo info;
  private final Method method;
  private final Georeference from;
  private final Georeference to;
  private final int placesAcross;
  private final int placesDown;
  private final int block;

  /**
   * @param source stays the caller's
   * @param grid the raster whose grid is wanted
   * @throws org.gramscape.geoio.UnusableInputException if either has no georeference, or the
   *     source's pixels are thousands of times smaller than the grid's
   */
  public AlignedSource(RasterSource source, RasterInfo grid, Method method) throws IOException {
    this.source = source;
    this.method = method;
    this.from = source.info().requireGeoreference();
    this.to = grid.requireGeoreference();
    this.info =
        source.info().withGrid(grid.width(), grid.height(), grid.georeference(), grid.whyNot());
    double[] origin = place(grid.width() / 2.0, grid.height() / 2.0);
    double[] right = place(grid.width() / 2.0 + 1, grid.height() / 2.0);
    double[] below = place(grid.width() / 2.0, grid.height() / 2.0 + 1);
    this.placesAcross = places(origin, right);
    this.placesDown = places(origin, below);
    double pixels = Math.max(distance(origin, right), distance(origin, below));
    if (pixels > MOST_READ) {
      throw new InvalidRasterException(
          "a pixel of %s is %.0f pixels of %s wide; bring them nearer to each other with gdalwarp -tr"
              .formatted(grid.name(), pixels, source.info().name()));
    }
    this.block = (int) Math.max(1, Math.min(LARGEST_BLOCK, MOST_READ / pixels / 2));
  }

  private int places(double[] a, double[] b) {
    return method == Method.NEAREST
        ? 1
        : (int) Math.ceil(Math.min(MOST_PLACES, distance(a, b) - 1e-6));
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(b[0] - a[0], b[1] - a[1]);
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  /** Whether any ground is common to the source and the grid. */
  public boolean overlaps() throws UnsupportedCrsException {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      double[] place = place(corner % 2 * info.width(), corner / 2 * info.height());
      left = Math.min(left, place[0]);
      right = Math.max(right, place[0]);
      top = Math.min(top, place[1]);
      bottom = Math.max(bottom, place[1]);
    }
    return right > 0 && bottom > 0 && left < source.info().width() && top < source.info().height();
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    int length = Math.multiplyExact(bands.length, window.size());
    PixelBlock read = new PixelBlock(window, bands.length, new double[length], new boolean[length]);
    // Blocks are the grid's, not the window's: a pixel's value does not depend on the window.
    for (int row = window.row() / block; row * block < window.endRow(); row++) {
      for (int column = window.column() / block; column * block < window.endColumn(); column++) {
        readBlock(read, bands, column * block, row * block);
      }
    }
    return read;
  }

  /** Fills what the window shares with the grid's block that starts at a column and row. */
  private void readBlock(PixelBlock to, int[] bands, int column, int row) throws IOException {
    // No further than the grid: beyond it there may be no ground in the source's CRS.
    int width = Math.min(block, info.width() - column);
    int height = Math.min(block, info.height() - row);
    List<double[]> corners = new ArrayList<>();
    for (int corner = 0; corner < 4; corner++) {
      corners.add(place(column + corner % 2 * width, row + corner / 2 * height));
    }
    int left = (int) Math.floor(corners.stream().mapToDouble(c -> c[0]).min().orElseThrow());
    int right = (int) Math.ceil(corners.stream().mapToDouble(c -> c[0]).max().orElseThrow());
    int top = (int) Math.floor(corners.stream().mapToDouble(c -> c[1]).min().orElseThrow());
    int bottom = (int) Math.ceil(corners.stream().mapToDouble(c -> c[1]).max().orElseThrow());
    int around = method == Method.LINEAR ? 1 : 0;
    left = Math.max(0, left - around);
    top = Math.max(0, top - around);
    right = Math.min(source.info().width(), right + 1 + around);
    bottom = Math.min(source.info().height(), bottom + 1 + around);
    if (left >= right || top >= bottom) {
      return;
    }
    PixelBlock there = source.read(new Window(left, top, right - left, bottom - top), bands);
    Window window = to.window();
    double[] sums = new double[bands.length];
    double[] counts = new double[bands.length];
    for (int y = Math.max(row, window.row()); y < Math.min(row + block, window.endRow()); y++) {
      for (int x = Math.max(column, window.column());
          x < Math.min(column + block, window.endColumn());
          x++) {
        Arrays.fill(sums, method == Method.MAXIMUM ? Double.NEGATIVE_INFINITY : 0);
        Arrays.fill(counts, 0);
        for (int v = 0; v < placesDown; v++) {
          for (int u = 0; u < placesAcross; u++) {
            double across = (x - column + (u + 0.5) / placesAcross) / width;
            double down = (y - row + (v + 0.5) / placesDown) / height;
            double atColumn = between(corners, 0, across, down);
            double atRow = between(corners, 1, across, down);
            if (method == Method.LINEAR) {
              gatherAround(there, atColumn - 0.5, atRow - 0.5, sums, counts);
            } else {
              gather(there, (int) Math.floor(atColumn), (int) Math.floor(atRow), 1, sums, counts);
            }
          }
        }
        for (int band = 0; band < bands.length; band++) {
          int i = to.index(band, y - window.row(), x - window.column());
          to.valid()[i] = 2 * counts[band] >= placesAcross * placesDown && counts[band] > 0;
          to.samples()[i] = counts[band] > 0 ? together(sums[band], counts[band]) : 0;
        }
      }
    }
  }

  private double together(double sum, double count) {
    return method == Method.MAXIMUM ? sum : sum / count;
  }

  /** Of the four pixels around a place, counted from the centre of the first pixel. */
  private void gatherAround(
      PixelBlock there, double atColumn, double atRow, double[] sums, double[] counts) {
    int column = (int) Math.floor(atColumn);
    int row = (int) Math.floor(atRow);
    double right = atColumn - column;
    double below = atRow - row;
    for (int corner = 0; corner < 4; corner++) {
      double weight = (corner % 2 == 0 ? 1 - right : right) * (corner / 2 == 0 ? 1 - below : below);
      if (weight > 0) {
        gather(there, column + corner % 2, row + corner / 2, weight, sums, counts);
      }
    }
  }

  private void gather(
      PixelBlock there, int column, int row, double weight, double[] sums, double[] counts) {
    int x = column - there.window().column();
    int y = row - there.window().row();
    if (x < 0 || y < 0 || x >= there.window().width() || y >= there.window().height()) {
      return;
    }
    for (int band = 0; band < sums.length; band++) {
      int i = there.index(band, y, x);
      if (there.valid()[i]) {
        double sample = there.samples()[i];
        sums[band] =
            method == Method.MAXIMUM ? Math.max(sums[band], sample) : sums[band] + weight * sample;
        counts[band] += weight;
      }
    }
  }

  private static double between(List<double[]> corners, int axis, double across, double down) {
    double top = corners.get(0)[axis] + (corners.get(1)[axis] - corners.get(0)[axis]) * across;
    double bottom = corners.get(2)[axis] + (corners.get(3)[axis] - corners.get(2)[axis]) * across;
    return top + (bottom - top) * down;
  }

  /** A place of the grid in the source's pixels, {@code {column, row}}. */
  private double[] place(double column, double row) throws UnsupportedCrsException {
    return to.placeOn(from, column, row);
  }

  /** Leaves the source open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
