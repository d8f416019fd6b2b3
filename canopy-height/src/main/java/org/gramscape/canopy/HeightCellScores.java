package org.gramscape.canopy;

/**
 * Scores predicted heights of {@link HeightCells}, scene after scene: each cell, and the mean of
 * each block that lies wholly in a scene and of whose cells more than four fifths count.
 */
public final class HeightCellScores {
  private static final double BLOCK_SHARE = 0.8;

  private final ErrorSums cells = new ErrorSums();
  private final ErrorSums blocks = new ErrorSums();

  /**
   * Adds a scene.
   *
   * @param predictions in metres, of every cell; NaN where there is none, so that the cell does not
   *     count
   */
  public void add(HeightCells truth, float[] predictions) {
    int width = truth.grid().width();
    int side = truth.block();
    for (int i = 0; i < predictions.length; i++) {
      if (counts(truth.heights()[i], predictions[i])) {
        cells.add(predictions[i], truth.heights()[i]);
      }
    }
    for (int row = 0; row + side <= truth.grid().height(); row += side) {
      for (int column = 0; column + side <= width; column += side) {
        addBlock(truth, predictions, row * width + column);
      }
    }
  }

  private void addBlock(HeightCells truth, float[] predictions, int first) {
    int side = truth.block();
    double sum = 0;
    double truthSum = 0;
    int count = 0;
    for (int i = 0; i < side * side; i++) {
      int cell = first + i / side * truth.grid().width() + i % side;
      if (counts(truth.heights()[cell], predictions[cell])) {
        sum += predictions[cell];
        truthSum += truth.heights()[cell];
        count++;
      }
    }
    if (count > BLOCK_SHARE * side * side) {
      blocks.add(sum / count, truthSum / count);
    }
  }

  private static boolean counts(float truth, float prediction) {
    return !Float.isNaN(truth) && !Float.isNaN(prediction);
  }

  /** The scores of all scenes together; NaN where nothing was added. */
  public HeightScores scores() {
    return new HeightScores(
        cells.count(),
        cells.mae(),
        cells.rmse(),
        cells.bias(),
        cells.r2(),
        blocks.count(),
        HeightCells.BLOCK_METRES,
        blocks.r2());
  }
}
