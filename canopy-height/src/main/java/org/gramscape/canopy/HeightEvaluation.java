package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.AlignedSource;

/**
 * Compares heights with the truth, the first band of two rasters in metres, or in what their
 * declared scale and offset turn into metres.
 *
 * <p>They may have different grids and CRS. Cells are those of the coarser raster, onto which the
 * finer is averaged: neither is asked for detail that the other cannot show. Only cells that are
 * valid in both count. True heights from -1 m to 0 count as 0; those below, or of 120 m or more,
 * are errors and left out. A block counts when at least {@value #BLOCK_SHARE} of its cells do.
 * Memory does not depend on the rasters' height.
 */
public final class HeightEvaluation {
  /** 50 pixels of 0.6 m, as Tolan et al. 2024 have it. */
  public static final double BLOCK_METRES = 30;

  private static final double BLOCK_SHARE = 0.8;
  private static final double HALF_PERCENT = 1.005;

  private final RasterSource prediction;
  private final RasterSource truth;
  private final int side;
  private final double blockMetres;
  private final ErrorSums cells = new ErrorSums();
  private final ErrorSums blocks = new ErrorSums();

  private HeightEvaluation(
      RasterSource prediction, RasterSource truth, int side, double blockMetres) {
    this.prediction = prediction;
    this.truth = truth;
    this.side = side;
    this.blockMetres = blockMetres;
  }

  /**
   * Scores heights.
   *
   * @param prediction stays the caller's
   * @param truth stays the caller's
   * @param blockMetres side of the blocks of {@link HeightScores#blockR2}
   * @throws UnsuitableHeightsException if no cell is valid in both
   * @throws org.gramscape.geoio.UnusableInputException if a raster has no georeference
   */
  public static HeightScores of(RasterSource prediction, RasterSource truth, double blockMetres)
      throws IOException {
    return ofMetres(PhysicalSource.of(prediction), PhysicalSource.of(truth), blockMetres);
  }

  private static HeightScores ofMetres(
      RasterSource prediction, RasterSource truth, double blockMetres) throws IOException {
    double predictionMetres = prediction.info().groundSampleDistance().metres();
    double truthMetres = truth.info().groundSampleDistance().metres();
    // Grids of one spacing, but for rounding, are compared on the truth's.
    boolean onTruth = predictionMetres <= truthMetres * HALF_PERCENT;
    int side = (int) Math.max(1, Math.rint(blockMetres / Math.max(predictionMetres, truthMetres)));
    HeightEvaluation evaluation =
        onTruth
            ? new HeightEvaluation(average(prediction, truth), truth, side, blockMetres)
            : new HeightEvaluation(prediction, average(truth, prediction), side, blockMetres);
    return evaluation.run();
  }

  private static RasterSource average(RasterSource source, RasterSource grid) throws IOException {
    return new AlignedSource(source, grid.info(), AlignedSource.Method.AVERAGE);
  }

  private HeightScores run() throws IOException {
    RasterInfo grid = truth.info();
    for (int row = 0; row < grid.height(); row += side) {
      for (int column = 0; column < grid.width(); column += side) {
        compare(
            new Window(
                column,
                row,
                Math.min(side, grid.width() - column),
                Math.min(side, grid.height() - row)));
      }
    }
    if (cells.count() == 0) {
      throw new UnsuitableHeightsException(
          "%s and %s have no valid ground in common; check their CRS and extents with gramscape info"
              .formatted(prediction.info().name(), truth.info().name()));
    }
    return new HeightScores(
        cells.count(),
        cells.mae(),
        cells.rmse(),
        cells.bias(),
        cells.r2(),
        blocks.count(),
        blockMetres,
        blocks.r2());
  }

  private void compare(Window block) throws IOException {
    PixelBlock heights = prediction.read(block, 0);
    PixelBlock truths = truth.read(block, 0);
    double sum = 0;
    double truthSum = 0;
    int count = 0;
    for (int i = 0; i < block.size(); i++) {
      if (heights.valid()[i] && truths.valid()[i] && MetreSource.isPossible(truths.samples()[i])) {
        double height = Math.max(0, truths.samples()[i]);
        cells.add(heights.samples()[i], height);
        sum += heights.samples()[i];
        truthSum += height;
        count++;
      }
    }
    if (count >= BLOCK_SHARE * side * side) {
      blocks.add(sum / count, truthSum / count);
    }
  }
}
