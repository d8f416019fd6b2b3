package org.gramscape.tiling;

/** Hears of every tile that is done, on the thread that runs the inference. */
@FunctionalInterface
public interface ProgressListener {

  /** Hears nothing. */
  ProgressListener NONE = progress -> {};

  void progress(Progress progress);

  /**
   * How far a run is.
   *
   * @param tiles tiles done, skipped ones among them
   * @param skipped tiles without a valid pixel
   * @param totalTiles tiles of the grid
   * @param rows rows of the result that are written
   * @param totalRows rows of the result
   */
  record Progress(int tiles, int skipped, int totalTiles, int rows, int totalRows) {}
}
