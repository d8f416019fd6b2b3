package org.gramscape.canopy;

import org.gramscape.model.FeatureMap;

/**
 * What {@link HeightFeatures} says of a tile's cells: what a backbone says of its patches, which
 * lies on straight lines between their middles, and beside it each cell's own colours.
 *
 * @param patches of the tile
 * @param colors of the tile's cells, which are as large as patches or smaller
 */
record CellFeatures(FeatureMap patches, FeatureMap colors) {
  int rows() {
    return colors.height();
  }

  int columns() {
    return colors.width();
  }

  /** Where a column of cells has its middle, in patches from the left. */
  double x(int column) {
    return (column + 0.5) / columns() * patches.width();
  }

  /** Where a row of cells has its middle, in patches from the top. */
  double y(int row) {
    return (row + 0.5) / rows() * patches.height();
  }

  /** All of one cell, counted row by row: of the patches, then its colours. */
  float[] vector(int cell) {
    float[] vector = new float[patches.channels() + colors.channels()];
    patches.at(x(cell % columns()), y(cell / columns()), vector, 0);
    System.arraycopy(
        colors.values(), cell * colors.channels(), vector, patches.channels(), colors.channels());
    return vector;
  }
}
