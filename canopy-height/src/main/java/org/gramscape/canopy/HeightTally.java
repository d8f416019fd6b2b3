package org.gramscape.canopy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.PixelBlock;

/** Collects what is compared; tallies of several maps can be put together. */
public final class HeightTally {
  private static final double[] CLASSES = {0, 2, 5, 10, 15, 20, 25, 30, Double.POSITIVE_INFINITY};

  /** Above this, what grows is called a tree. */
  private static final double TREE_METRES = 2;

  private static final double BLOCK_SHARE = 0.8;

  /** Of the squared errors, in deviations of the truth. */
  private static final double FAR_BETTER = 0.5;

  private final double blockMetres;
  private final ErrorSums cells = new ErrorSums();
  private final ErrorSums blocks = new ErrorSums();
  private final List<ErrorSums> classes = new ArrayList<>();
  private final EdgeError edges = new EdgeError();
  private final SpreadSums spreads = new SpreadSums();
  private final BlockBootstrap bootstrap = new BlockBootstrap();
  private double relative;
  private long trees;
  private long treesInBoth;
  private long treesInEither;

  HeightTally(double blockMetres) {
    this.blockMetres = blockMetres;
    for (int i = 0; i + 1 < CLASSES.length; i++) {
      classes.add(new ErrorSums());
    }
  }

  /** An empty one to put others into. */
  public static HeightTally pooled(HeightTally like) {
    return new HeightTally(like.blockMetres);
  }

  /** The number of cells so far. */
  public long count() {
    return cells.count();
  }

  /** Puts in what others have collected. */
  public void add(HeightTally other) {
    cells.add(other.cells);
    blocks.add(other.blocks);
    for (int i = 0; i < classes.size(); i++) {
      classes.get(i).add(other.classes.get(i));
    }
    edges.add(other.edges);
    spreads.add(other.spreads);
    bootstrap.add(other.bootstrap);
    relative += other.relative;
    trees += other.trees;
    treesInBoth += other.treesInBoth;
    treesInEither += other.treesInEither;
  }

  /**
   * Takes the rows of a line of blocks, of all four bands of {@link ComparedHeights}.
   *
   * @param side cells along the side of a block
   */
  void add(PixelBlock rows, int side) {
    int width = rows.window().width();
    for (int column = 0; column < width; column += side) {
      addBlock(rows, column, Math.min(side, width - column), side);
    }
    for (int row = 0; row < rows.window().height(); row++) {
      edges.addRow(
          row(rows, ComparedHeights.PREDICTION, row), row(rows, ComparedHeights.TRUTH, row));
    }
  }

  private static double[] row(PixelBlock rows, int band, int row) {
    double[] values = new double[rows.window().width()];
    for (int x = 0; x < values.length; x++) {
      int i = rows.index(band, row, x);
      values[x] = rows.valid()[i] ? rows.samples()[i] : Double.NaN;
    }
    return values;
  }

  private void addBlock(PixelBlock rows, int column, int width, int side) {
    long count = 0;
    double absolute = 0;
    double squared = 0;
    double error = 0;
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < rows.window().height(); row++) {
      for (int x = column; x < column + width; x++) {
        int i = rows.index(ComparedHeights.PREDICTION, row, x);
        if (!rows.valid()[i]) {
          continue;
        }
        double truth = rows.samples()[rows.index(ComparedHeights.TRUTH, row, x)];
        double e = rows.samples()[i] - truth;
        addCell(rows.samples()[i], truth);
        int spread = rows.index(ComparedHeights.SPREAD, row, x);
        if (rows.valid()[spread] && rows.samples()[spread] > 0) {
          spreads.add(e, rows.samples()[spread]);
        }
        count++;
        absolute += Math.abs(e);
        squared += e * e;
        error += e;
        sum += truth;
        squares += truth * truth;
      }
    }
    if (count == 0) {
      return;
    }
    boolean whole =
        width == side && rows.window().height() == side && count > BLOCK_SHARE * side * side;
    double mean = whole ? sum / count : Double.NaN;
    if (whole) {
      blocks.add((sum + error) / count, mean);
    }
    bootstrap.add(count, absolute, squared, error, sum, squares, (sum + error) / count, mean);
  }

  private void addCell(double prediction, double truth) {
    cells.add(prediction, truth);
    int of = 0;
    while (truth >= CLASSES[of + 1]) {
      of++;
    }
    classes.get(of).add(prediction, truth);
    boolean tree = truth > TREE_METRES;
    boolean predicted = prediction > TREE_METRES;
    if (tree) {
      trees++;
      relative += Math.abs(prediction - truth) / (1 + truth);
    }
    treesInBoth += tree && predicted ? 1 : 0;
    treesInEither += tree || predicted ? 1 : 0;
  }

  /** In which the truth, if it was read as metres, fits the predictions far better. */
  Optional<HeightUnit> betterUnit() {
    return Stream.of(HeightUnit.FOOT, HeightUnit.CENTIMETRE)
        .filter(unit -> cells.r2Of(unit.metres()) > 0)
        .filter(unit -> 1 - cells.r2Of(unit.metres()) < FAR_BETTER * (1 - cells.r2()))
        .findFirst();
  }

  /** What it comes to. */
  public HeightAssessment assess() {
    HeightScores scores =
        new HeightScores(
            cells.count(),
            cells.mae(),
            cells.rmse(),
            cells.bias(),
            cells.r2(),
            blocks.count(),
            blockMetres,
            blocks.r2());
    List<HeightAssessment.HeightClass> found = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      ErrorSums of = classes.get(i);
      if (of.count() > 0) {
        found.add(
            new HeightAssessment.HeightClass(
                CLASSES[i], CLASSES[i + 1], of.count(), of.mae(), of.rmse(), of.bias()));
      }
    }
    return new HeightAssessment(
        scores,
        trees > 0 ? relative / trees : Double.NaN,
        treesInEither > 0 ? (double) treesInBoth / treesInEither : Double.NaN,
        edges.value(),
        found,
        bootstrap.intervals(),
        spreads.count() > 0 ? Optional.of(spreads.calibration()) : Optional.empty());
  }
}
