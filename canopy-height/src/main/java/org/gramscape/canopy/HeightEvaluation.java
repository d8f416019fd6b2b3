package org.gramscape.canopy;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * Compares heights with the truth, by the rules of a {@link HeightProtocol}. Memory does not depend
 * on the rasters' height, but for some 70 bytes a block.
 */
public record HeightEvaluation(HeightProtocol protocol) {
  /** As the command does it if it is told nothing else. */
  public static final HeightEvaluation STANDARD = new HeightEvaluation(HeightProtocol.STANDARD);

  /**
   * Scores heights in metres, whose truth declares its unit, or is in metres.
   *
   * @param prediction stays the caller's
   * @param truth stays the caller's
   * @throws UnsuitableHeightsException if no cell is valid in both
   * @throws org.gramscape.geoio.UnusableInputException if a raster has no georeference
   */
  public HeightScores scores(RasterSource prediction, RasterSource truth) throws IOException {
    return tally(
            ComparedHeights.of(prediction, truth, Optional.empty(), protocol, Optional.empty()))
        .assess()
        .scores();
  }

  /**
   * Collects all cells of a map and its truth.
   *
   * @throws UnsuitableHeightsException if no cell is valid in both
   */
  public HeightTally tally(ComparedHeights compared) throws IOException {
    RasterInfo grid = compared.info();
    double cellMetres = grid.groundSampleDistance().metres();
    int side = protocol.side(cellMetres);
    int border = protocol.border();
    HeightTally tally =
        new HeightTally(protocol.blockCells() > 0 ? side * cellMetres : protocol.blockMetres());
    for (int row = border; row < grid.height() && border < grid.width(); row += side) {
      Window rows =
          new Window(border, row, grid.width() - border, Math.min(side, grid.height() - row));
      tally.add(
          compared.read(
              rows,
              ComparedHeights.PREDICTION,
              ComparedHeights.TRUTH,
              ComparedHeights.ERROR,
              ComparedHeights.SPREAD),
          side);
    }
    if (tally.count() == 0) {
      throw new UnsuitableHeightsException(
          "%s and %s have no valid ground in common; check their CRS and extents with gramscape info"
              .formatted(compared.predictionName(), compared.truthName()));
    }
    return tally;
  }
}
