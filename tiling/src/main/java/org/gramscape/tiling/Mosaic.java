package org.gramscape.tiling;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;

/**
 * Blends overlapping tiles into one raster and writes it from top to bottom.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>tiles may come in any order; they are added in the grid's order, so the result is the same
 *       to the last bit;
 *   <li>rows are written as soon as no later tile can touch them, so the sums need one row of tiles
 *       whatever the raster's height;
 *   <li>a pixel on which all tiles agree has that very value;
 *   <li>a pixel that is invalid in the scene is invalid in the result.
 * </ul>
 */
public final class Mosaic {

  /** Samples in a block that is written, unless a single row has more. */
  private static final int BLOCK_SAMPLES = 1 << 20;

  private final TileGrid grid;
  private final int channels;
  private final RowWriter out;

  /** {@code [channels, width]} a row; row {@code y} of the raster is at {@code y % length}. */
  private final double[][] sums;

  private final boolean[][] valid;
  private final double[][] weightsAcross;
  private final Map<Integer, Contribution> early = new HashMap<>();
  private int next;
  private int written;

  public Mosaic(TileGrid grid, int channels, RowWriter out) {
    this.grid = grid;
    this.channels = channels;
    this.out = out;
    int rows = grid.down().extent();
    this.sums = new double[rows][Math.multiplyExact(channels, grid.width())];
    this.valid = new boolean[rows][grid.width()];
    this.weightsAcross = new double[grid.across().count()][];
    for (int column = 0; column < weightsAcross.length; column++) {
      weightsAcross[column] = BlendWeights.of(grid.across(), column);
    }
  }

  /**
   * The bytes that the sums, the weights and a block of rows take; the scene's height is not in it.
   */
  public static long memory(TileGrid grid, int channels) {
    long width = grid.width();
    long sums = grid.down().extent() * width * (channels * (long) Double.BYTES + 1);
    long weights = (long) grid.across().count() * grid.across().extent() * Double.BYTES;
    long block = Math.max(BLOCK_SAMPLES, channels * width) * (Double.BYTES + 1);
    return sums + weights + block;
  }

  /** How many rows have been handed on. */
  public int rowsWritten() {
    return written;
  }

  /** How many rows there are sums for. */
  int bufferedRows() {
    return sums.length;
  }

  /** Whether every tile has come and every row is written. */
  public boolean isComplete() {
    return next == grid.count();
  }

  /**
   * Takes a tile; writes the rows that are finished by it.
   *
   * @return how many tiles have been added to the sums, 0 while an earlier one is missing
   * @throws IllegalArgumentException if the tile came before or has the wrong size
   * @throws IOException if a value at a valid pixel is not finite, or rows cannot be written
   */
  public int add(Contribution tile) throws IOException {
    check(tile);
    early.put(tile.index(), tile);
    int before = next;
    for (Contribution due = early.remove(next); due != null; due = early.remove(next)) {
      if (!due.isNothing()) {
        blend(due);
      }
      next++;
      writeTo(isComplete() ? grid.height() : grid.window(next).row());
    }
    return next - before;
  }

  private void check(Contribution tile) {
    if (tile.index() < next || tile.index() >= grid.count() || early.containsKey(tile.index())) {
      throw new IllegalArgumentException("tile " + tile.index() + " was not expected");
    }
    long size = (long) channels * grid.across().tile() * grid.down().tile();
    int covered = grid.covered(tile.index()).size();
    if (!tile.isNothing() && (tile.values().length != size || tile.valid().length != covered)) {
      throw new IllegalArgumentException(
          "tile %d has %d values and %d pixels, not %d and %d"
              .formatted(tile.index(), tile.values().length, tile.valid().length, size, covered));
    }
  }

  private void blend(Contribution tile) throws IOException {
    Window covered = grid.covered(tile.index());
    double[] across = weightsAcross[grid.column(tile.index())];
    double[] down = BlendWeights.of(grid.down(), grid.row(tile.index()));
    int tileWidth = grid.across().tile();
    int tileSize = tileWidth * grid.down().tile();
    for (int row = 0; row < covered.height(); row++) {
      int slot = (covered.row() + row) % sums.length;
      int mask = row * covered.width();
      for (int column = 0; column < covered.width(); column++) {
        valid[slot][covered.column() + column] |= tile.valid()[mask + column];
      }
      for (int channel = 0; channel < channels; channel++) {
        int from = channel * tileSize + row * tileWidth;
        int to = channel * grid.width() + covered.column();
        for (int column = 0; column < covered.width(); column++) {
          if (tile.valid()[mask + column]) {
            float value = tile.values()[from + column];
            if (!Float.isFinite(value)) {
              throw new IOException(
                  "the prediction of tile %d is %s at column %d, row %d of the scene"
                      .formatted(
                          tile.index(), value, covered.column() + column, covered.row() + row));
            }
            sums[slot][to + column] += across[column] * down[row] * value;
          }
        }
      }
    }
  }

  private void writeTo(int end) throws IOException {
    int blockRows = Math.max(1, BLOCK_SAMPLES / (channels * grid.width()));
    while (written < end) {
      int rows = Math.min(blockRows, end - written);
      out.write(takeRows(rows));
      written += rows;
    }
  }

  /** The next rows, rounded to float, whose places in the sums become free. */
  private PixelBlock takeRows(int rows) {
    int width = grid.width();
    Window window = new Window(0, written, width, rows);
    int length = channels * window.size();
    PixelBlock block = new PixelBlock(window, channels, new double[length], new boolean[length]);
    for (int row = 0; row < rows; row++) {
      int slot = (written + row) % sums.length;
      for (int channel = 0; channel < channels; channel++) {
        int to = block.index(channel, row, 0);
        System.arraycopy(valid[slot], 0, block.valid(), to, width);
        for (int x = 0; x < width; x++) {
          block.samples()[to + x] =
              valid[slot][x] ? (float) sums[slot][channel * width + x] : Double.NaN;
        }
      }
      Arrays.fill(sums[slot], 0);
      Arrays.fill(valid[slot], false);
    }
    return block;
  }
}
