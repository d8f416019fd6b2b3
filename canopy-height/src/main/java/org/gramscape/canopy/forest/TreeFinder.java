package org.gramscape.canopy.forest;

import java.io.IOException;
import java.util.Arrays;
import org.gramscape.canopy.MetreSource;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.NotEnoughResourcesException;

/**
 * Finds trees in heights: tops are the highest pixels around (of equal ones the first), crowns the
 * ground that the watershed of the turned-over canopy gives to each top (Meyer 1991; Beucher and
 * Meyer 1993), flooded from the tops downwards.
 *
 * <p>Every crown is one 4-connected region with exactly one top, and no two overlap. Equal input
 * gives equal output. The raster is held in memory, at 11 bytes a pixel.
 */
public final class TreeFinder {
  private static final long BYTES_A_PIXEL = 11;
  private static final long BASE = 128L << 20;
  private static final int ROWS = 256;

  /** Heights are sorted by steps of 2 mm. */
  private static final double STEPS_A_METRE = 500;

  private final TreeRules rules;
  private int width;
  private int height;

  /** Of each pixel, in steps; 0 where nothing is known. */
  private char[] steps;

  public TreeFinder(TreeRules rules) {
    this.rules = rules;
  }

  /**
   * Finds the trees of a raster.
   *
   * @param heights stays the caller's
   * @throws NotEnoughResourcesException if the raster is too large for Java's heap; the message
   *     says what to do
   */
  public Trees find(MetreSource heights) throws IOException {
    RasterInfo info = heights.info();
    long pixels = (long) info.width() * info.height();
    long need = BASE + BYTES_A_PIXEL * pixels;
    long heap = Runtime.getRuntime().maxMemory();
    if (need > heap || pixels > Integer.MAX_VALUE - 8) {
      throw new NotEnoughResourcesException(
          "not enough memory: to find the trees of %s (%d x %d pixels) takes %s of Java heap, and %s are allowed; take a larger heap (GRAMSCAPE_HEAP=8g), or parts of the raster (gdal_translate -srcwin)"
              .formatted(
                  info.name(),
                  info.width(),
                  info.height(),
                  new ByteSize(need),
                  new ByteSize(heap)));
    }
    width = info.width();
    height = info.height();
    steps = new char[(int) pixels];
    read(heights);
    int[] tops = tops(info.groundSampleDistance());
    return new Trees(info, flood(tops), tops, steps, STEPS_A_METRE);
  }

  private void read(MetreSource heights) throws IOException {
    for (int row = 0; row < height; row += ROWS) {
      Window rows = new Window(0, row, width, Math.min(ROWS, height - row));
      PixelBlock block = heights.read(rows, 0);
      for (int i = 0; i < rows.size(); i++) {
        if (block.valid()[i]) {
          steps[row * width + i] = (char) Math.rint(block.samples()[i] * STEPS_A_METRE);
        }
      }
    }
  }

  /** The pixels that are tops, in the order of pixels. */
  private int[] tops(GroundSampleDistance pixel) {
    int least = (int) Math.rint(rules.least().metres() * STEPS_A_METRE);
    int[] found = new int[1024];
    int count = 0;
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] >= least && isTop(i, pixel)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private boolean isTop(int i, GroundSampleDistance pixel) {
    // A pixel's neighbours are around it, however coarse pixels are.
    double reach =
        Math.max(
            rules.reach(steps[i] / STEPS_A_METRE),
            1.001 * Math.hypot(pixel.acrossMetres(), pixel.downMetres()));
    int column = i % width;
    int row = i / width;
    int down = (int) (reach / pixel.downMetres());
    for (int y = Math.max(0, row - down); y <= Math.min(height - 1, row + down); y++) {
      double far = (y - row) * pixel.downMetres();
      int across = (int) (Math.sqrt(reach * reach - far * far) / pixel.acrossMetres());
      int end = Math.min(width - 1, column + across);
      for (int x = Math.max(0, column - across); x <= end; x++) {
        int other = y * width + x;
        if (steps[other] > steps[i] || steps[other] == steps[i] && other < i) {
          return false;
        }
      }
    }
    return true;
  }

  /** Gives each pixel the number of its top, from 1; 0 where there is no crown. */
  private int[] flood(int[] tops) {
    int[] labels = new int[steps.length];
    int highest = 0;
    for (int top : tops) {
      highest = Math.max(highest, steps[top]);
    }
    // One queue a height: pixels are linked by their numbers, plus one as 0 ends a queue.
    int[] next = new int[steps.length];
    int[] firsts = new int[highest + 1];
    int[] lasts = new int[highest + 1];
    for (int tree = 0; tree < tops.length; tree++) {
      labels[tops[tree]] = tree + 1;
      append(tops[tree], steps[tops[tree]], next, firsts, lasts);
    }
    for (int level = highest; level > 0; level--) {
      while (firsts[level] != 0) {
        int i = firsts[level] - 1;
        firsts[level] = next[i];
        int column = i % width;
        if (column > 0) {
          spread(i, i - 1, level, labels, tops, next, firsts, lasts);
        }
        if (column < width - 1) {
          spread(i, i + 1, level, labels, tops, next, firsts, lasts);
        }
        if (i >= width) {
          spread(i, i - width, level, labels, tops, next, firsts, lasts);
        }
        if (i + width < steps.length) {
          spread(i, i + width, level, labels, tops, next, firsts, lasts);
        }
      }
    }
    return labels;
  }

  private void spread(
      int from,
      int to,
      int level,
      int[] labels,
      int[] tops,
      int[] next,
      int[] firsts,
      int[] lasts) {
    int tree = labels[from];
    boolean crown =
        labels[to] == 0
            && steps[to] > 0
            && steps[to] >= rules.crownShare() * steps[tops[tree - 1]]
            && steps[to] <= steps[tops[tree - 1]];
    if (crown) {
      labels[to] = tree;
      append(to, Math.min(level, steps[to]), next, firsts, lasts);
    }
  }

  private static void append(int pixel, int level, int[] next, int[] firsts, int[] lasts) {
    next[pixel] = 0;
    if (firsts[level] == 0) {
      firsts[level] = pixel + 1;
    } else {
      next[lasts[level]] = pixel + 1;
    }
    lasts[level] = pixel;
  }
}
