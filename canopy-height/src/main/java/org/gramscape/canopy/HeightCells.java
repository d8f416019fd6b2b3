package org.gramscape.canopy;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.CellGrid;

/**
 * True heights of cells of a metre: of the pixels whose middle is in a cell the highest, as a
 * canopy's height is that of its tops; pixels of a metre or more are cells themselves.
 *
 * <p>Heights from -1 m to 0 count as 0; those below, or above 120 m, are errors and not known.
 *
 * @param grid of the cells
 * @param heights in metres, {@code [height, width]}; NaN where not known
 * @param block cells a side of a block of {@value #BLOCK_METRES} m
 */
public record HeightCells(CellGrid grid, float[] heights, int block) {
  /** Side of a block, within which single crowns average out. */
  public static final double BLOCK_METRES = 10;

  private static final double METRES = 1;

  /**
   * Reads the cells over a scene's ground.
   *
   * @param raster heights above ground in its first band, a declared scale and offset applied;
   *     stays the caller's
   * @param scene where the scene lies, of {@code width} by {@code height} pixels
   * @throws UnsuitableHeightsException if raster and scene have no ground in common, or no height
   *     is known there
   * @throws org.gramscape.geoio.UnusableInputException if the raster has no georeference
   */
  public static HeightCells read(RasterSource raster, Georeference scene, int width, int height)
      throws IOException {
    RasterInfo info = raster.info();
    CellGrid whole = CellGrid.over(info, METRES);
    double cellMetres = info.groundSampleDistance().metres() * whole.pixelsAcross();
    int block = (int) Math.max(1, Math.rint(BLOCK_METRES / cellMetres));
    Window window =
        whole
            .around(scene, width, height)
            .map(around -> fromWholeBlocks(around, block))
            .orElseThrow(
                () ->
                    new UnsuitableHeightsException(
                        "%s does not overlap its image; check the CRS and extent of both with gramscape info"
                            .formatted(info.name())));
    float[] heights = new float[window.size()];
    Arrays.fill(heights, Float.NaN);
    RasterSource metres = PhysicalSource.of(raster);
    for (int row = 0; row < window.height(); row++) {
      readRow(metres, whole, window, row, heights);
    }
    HeightCells cells = new HeightCells(whole.part(window), heights, block);
    if (cells.known().length == 0) {
      throw new UnsuitableHeightsException(
          "%s has no valid height between 0 and %.0f m where its image is; heights above the ground are expected, in metres"
              .formatted(info.name(), MetreSource.MAX_HEIGHT));
    }
    return cells;
  }

  /** The cells whose height is known, counted row by row. */
  public int[] known() {
    return IntStream.range(0, heights.length).filter(i -> !Float.isNaN(heights[i])).toArray();
  }

  /** Blocks are those of the raster, whatever part of it is read. */
  private static Window fromWholeBlocks(Window window, int block) {
    int column = window.column() / block * block;
    int row = window.row() / block * block;
    return new Window(column, row, window.endColumn() - column, window.endRow() - row);
  }

  private static void readRow(
      RasterSource raster, CellGrid grid, Window window, int row, float[] heights)
      throws IOException {
    int top = firstMiddle((window.row() + row) * grid.pixelsDown());
    int bottom = firstMiddle((window.row() + row + 1) * grid.pixelsDown());
    int left = firstMiddle(window.column() * grid.pixelsAcross());
    int right = firstMiddle(window.endColumn() * grid.pixelsAcross());
    right = Math.min(right, raster.info().width());
    bottom = Math.min(bottom, raster.info().height());
    PixelBlock block = raster.read(new Window(left, top, right - left, bottom - top), 0);
    for (int y = 0; y < bottom - top; y++) {
      for (int x = 0; x < right - left; x++) {
        int i = block.index(0, y, x);
        double height = block.samples()[i];
        if (!block.valid()[i] || !MetreSource.isPossible(height)) {
          continue;
        }
        int column = (int) ((left + x + 0.5) / grid.pixelsAcross()) - window.column();
        int cell = row * window.width() + Math.min(column, window.width() - 1);
        float known = Float.isNaN(heights[cell]) ? 0 : heights[cell];
        heights[cell] = (float) Math.max(known, height);
      }
    }
  }

  /** The first pixel whose middle is at or after an edge. */
  private static int firstMiddle(double edge) {
    return (int) Math.ceil(edge - 0.5 - 1e-9);
  }
}
