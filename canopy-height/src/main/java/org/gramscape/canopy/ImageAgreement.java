package org.gramscape.canopy;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.AlignedSource;
import org.gramscape.tiling.CellGrid;

/**
 * How well heights follow an image, or a map of heights: the share of their variance (R2) that a
 * straight line through colour and texture explains, with the heights where they are said to lie or
 * moved.
 *
 * <p>Colour says little of height, but it says so in the right place: R2 has its peak there. What
 * it is by chance tell the same heights wrapped round by large distances.
 */
final class ImageAgreement {
  /** Cells a side that are looked at, in the middle of the ground in common. */
  private static final int MOST_CELLS = 256;

  private static final int FEWEST_CELLS = 100;

  /** Places of the image to a cell's side, one of them in the middle. */
  private static final int STEPS = 3;

  private static final int NEAR = 3 * STEPS;
  private static final int FEATURES = 6;
  private static final double PENALTY = 1e-3;
  private static final int WRAPS = 7;

  /** Heights lie better elsewhere only if that explains at least so much more of their variance. */
  private static final double LEAST_GAIN = 0.02;

  /** By chance, the best of all places that are tried is so many times the best of elsewhere. */
  private static final double BEST_OF_MANY = 1.5;

  private final float[] heights;
  private final int width;
  private final int height;
  private final int margin;
  private final float[] features;
  private final int columns;
  private final boolean[] counts;
  private final double[] elsewhere;

  private ImageAgreement(
      float[] heights,
      int width,
      int height,
      int bound,
      int margin,
      float[] features,
      int columns) {
    this.heights = heights;
    this.width = width;
    this.height = height;
    this.margin = margin;
    this.features = features;
    this.columns = columns;
    this.counts = new boolean[heights.length];
    for (int cell = 0; cell < counts.length; cell++) {
      // The same cells wherever they are moved to, or their R2 could not be compared.
      counts[cell] = !Float.isNaN(heights[cell]) && isSeen(cell, 0, 0);
      for (int corner = 0; corner < 4; corner++) {
        counts[cell] &=
            isSeen(cell, corner % 2 * 2 * bound - bound, corner / 2 * 2 * bound - bound);
      }
    }
    this.elsewhere = elsewhere();
  }

  /**
   * Reads what is needed of a pair.
   *
   * @param cells heights in metres, of a metre a pixel or coarser; stays the caller's
   * @param image stays the caller's
   * @param bands of the image that show colours
   * @param boundCells the farthest that heights will be moved
   * @return empty if too little ground is known
   */
  static Optional<ImageAgreement> read(
      RasterSource cells, RasterSource image, int[] bands, int boundCells) throws IOException {
    Georeference place = cells.info().requireGeoreference();
    RasterInfo seen = image.info();
    Optional<Window> common =
        new CellGrid(place, 1, 1, cells.info().width(), cells.info().height())
            .around(seen.requireGeoreference(), seen.width(), seen.height());
    if (common.isEmpty()) {
      return Optional.empty();
    }
    Window window = middle(common.get());
    int margin = boundCells * STEPS + NEAR;
    Georeference fine =
        new Georeference(
            place.crs(),
            place
                .transform()
                .shifted(window.column(), window.row())
                .scaled(1.0 / STEPS, 1.0 / STEPS)
                .shifted(-margin, -margin),
            place.interpretation());
    int columns = window.width() * STEPS + 2 * margin;
    int rows = window.height() * STEPS + 2 * margin;
    RasterInfo grid = seen.withGrid(columns, rows, Optional.of(fine), "");
    PixelBlock colors =
        new AlignedSource(image, grid, AlignedSource.Method.AVERAGE).read(grid.window(), bands);
    PixelBlock known = cells.read(window, 0);
    float[] heights = new float[window.size()];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = known.valid()[i] ? (float) known.samples()[i] : Float.NaN;
    }
    ImageAgreement agreement =
        new ImageAgreement(
            heights,
            window.width(),
            window.height(),
            boundCells * STEPS,
            margin,
            features(colors),
            columns);
    return agreement.count() < FEWEST_CELLS ? Optional.empty() : Optional.of(agreement);
  }

  private static Window middle(Window window) {
    int width = Math.min(MOST_CELLS, window.width());
    int height = Math.min(MOST_CELLS, window.height());
    return new Window(
        window.column() + (window.width() - width) / 2,
        window.row() + (window.height() - height) / 2,
        width,
        height);
  }

  /**
   * Of each place: the colours and how green they are, how bright it is nearby, and how rough.
   *
   * @return {@code [places, features]}; NaN where the image has no data
   */
  private static float[] features(PixelBlock colors) {
    int columns = colors.window().width();
    int rows = colors.window().height();
    int places = columns * rows;
    double[][] cell = new double[3][];
    double[] brightness = new double[places];
    double[] squares = new double[places];
    for (int c = 0; c < cell.length; c++) {
      int first = Math.min(c, colors.bands() - 1) * places;
      double[] samples = new double[places];
      for (int i = 0; i < places; i++) {
        samples[i] = colors.valid()[first + i] ? colors.samples()[first + i] : Double.NaN;
        brightness[i] += samples[i] / cell.length;
      }
      cell[c] = Boxes.means(samples, columns, STEPS / 2);
    }
    for (int i = 0; i < places; i++) {
      squares[i] = brightness[i] * brightness[i];
    }
    float[] features = new float[places * FEATURES];
    for (int i = 0; i < places; i++) {
      double red = cell[0][i];
      double green = cell[1][i];
      double blue = cell[2][i];
      features[i * FEATURES] = (float) red;
      features[i * FEATURES + 1] = (float) green;
      features[i * FEATURES + 2] = (float) blue;
      features[i * FEATURES + 3] = (float) ((2 * green - red - blue) / (red + green + blue + 1e-6));
    }
    double[] near = Boxes.means(brightness, columns, NEAR);
    double[] nearSquares = Boxes.means(squares, columns, NEAR);
    for (int i = 0; i < places; i++) {
      features[i * FEATURES + 4] = (float) near[i];
      features[i * FEATURES + 5] =
          (float) Math.sqrt(Math.max(0, nearSquares[i] - near[i] * near[i]));
    }
    return features;
  }

  /** R2 of the heights where they are said to be. */
  double stated() {
    return r2(0, 0, 0, 0);
  }

  /** How often heights from elsewhere are explained as well as some share. */
  double chance(double r2) {
    return DoubleStream.of(elsewhere).filter(other -> other >= r2).count()
        / (double) elsewhere.length;
  }

  /**
   * Where heights follow the image clearly better than where they are said to be, as {@link #best}
   * tells it: by more than is reached by chance.
   *
   * @return empty if it is where they are said to be
   */
  Optional<int[]> better(int boundCells) {
    int[] best = best(boundCells);
    double noise = BEST_OF_MANY * DoubleStream.of(elsewhere).max().orElse(0);
    return moved(best) - stated() < Math.max(LEAST_GAIN, noise)
        ? Optional.empty()
        : Optional.of(best);
  }

  /**
   * Where heights follow the image best, no further away than told when this was read: moved by
   * thirds of cells, {@code {across, down}}.
   */
  private int[] best(int boundCells) {
    int[] cells = best(new int[] {0, 0}, boundCells * STEPS, STEPS, boundCells * STEPS);
    return best(cells, STEPS - 1, 1, boundCells * STEPS);
  }

  /** Around a place, in steps; ties, as in an image of one colour, leave the heights there. */
  private int[] best(int[] around, int reach, int step, int bound) {
    int[] best = around;
    double most = moved(around);
    for (int down = around[1] - reach; down <= around[1] + reach; down += step) {
      for (int across = around[0] - reach; across <= around[0] + reach; across += step) {
        int[] there = {across, down};
        boolean within = Math.abs(across) <= bound && Math.abs(down) <= bound;
        double r2 = within ? moved(there) : 0;
        if (r2 > most + 1e-9) {
          most = r2;
          best = there;
        }
      }
    }
    return best;
  }

  /** R2 of the heights moved by thirds of cells. */
  double moved(int[] steps) {
    return r2(steps[0], steps[1], 0, 0);
  }

  /** How far steps are on the ground. */
  static Shift shift(int[] steps, RasterInfo cells) throws IOException {
    GroundSampleDistance pixel = cells.groundSampleDistance();
    return new Shift(cells(steps[0]) * pixel.acrossMetres(), cells(steps[1]) * pixel.downMetres());
  }

  static double cells(int steps) {
    return (double) steps / STEPS;
  }

  private int count() {
    int count = 0;
    for (boolean counted : counts) {
      count += counted ? 1 : 0;
    }
    return count;
  }

  /**
   * R2 of the heights wrapped round by large distances: what is reached by chance, where image and
   * heights are not of the same ground.
   */
  private double[] elsewhere() {
    double[] r2 = new double[WRAPS * WRAPS - 1];
    for (int wrap = 1; wrap < WRAPS * WRAPS; wrap++) {
      r2[wrap - 1] =
          r2(
              0,
              0,
              Math.round((float) (wrap % WRAPS) * width / WRAPS),
              Math.round((float) (wrap / WRAPS) * height / WRAPS));
    }
    return r2;
  }

  /** Where the features of a cell's middle begin. */
  private int place(int cell, int across, int down) {
    int column = margin + cell % width * STEPS + STEPS / 2 + across;
    int row = margin + cell / width * STEPS + STEPS / 2 + down;
    return (row * columns + column) * FEATURES;
  }

  private boolean isSeen(int cell, int across, int down) {
    int place = place(cell, across, down);
    return !Float.isNaN(features[place + 3]) && !Float.isNaN(features[place + FEATURES - 1]);
  }

  private double r2(int across, int down, int wrapAcross, int wrapDown) {
    NormalEquations sums = new NormalEquations(FEATURES, 1);
    float[] target = new float[1];
    for (int cell = 0; cell < heights.length; cell++) {
      int from = (cell / width + wrapDown) % height * width + (cell % width + wrapAcross) % width;
      if (counts[cell] && !Float.isNaN(heights[from]) && isSeen(cell, across, down)) {
        target[0] = heights[from];
        sums.add(features, place(cell, across, down), target);
      }
    }
    double scatter = sums.count() == 0 ? 0 : sums.squaredDeviation(0, sums.meanY(0));
    if (sums.count() < FEWEST_CELLS || scatter <= 1e-6 * sums.count()) {
      return 0;
    }
    StandardisedSystem.Solution line = new StandardisedSystem(sums).solve(PENALTY);
    return 1 - sums.squaredError(0, line.weights()[0], line.intercepts()[0]) / scatter;
  }
}
