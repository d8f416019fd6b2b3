package org.gramscape.landcover.vectorize;

/**
 * Finds 4-connected regions of equal class, row by row from the top (Rosenfeld and Pfaltz 1966,
 * with union-find).
 */
final class RegionLabeler {
  private final int width;
  private final int height;
  private final int[] labels;
  private final RegionTable table = new RegionTable(1024);
  private int row;

  /**
   * @throws IllegalArgumentException if there are more pixels than an array can have
   */
  RegionLabeler(int width, int height) {
    if ((long) (width + 1) * (height + 1) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a class raster of "
              + width
              + " x "
              + height
              + " pixels is too large for one coverage; cut it into parts of at most 46,000 x"
              + " 46,000");
    }
    this.width = width;
    this.height = height;
    this.labels = new int[width * height];
  }

  /**
   * Takes in the next row.
   *
   * @param classes the class of each pixel
   * @param valid whether a pixel has a class
   * @param squareMetres the ground of each pixel
   * @param confidence of each pixel, NaN where unknown
   */
  void addRow(int[] classes, boolean[] valid, double[] squareMetres, float[] confidence) {
    int first = row * width;
    for (int column = 0; column < width; column++) {
      int pixel = first + column;
      if (!valid[column]) {
        labels[pixel] = Regions.NONE;
        continue;
      }
      int left = column == 0 ? Regions.NONE : sameClass(pixel - 1, classes[column]);
      int up = row == 0 ? Regions.NONE : sameClass(pixel - width, classes[column]);
      int region;
      if (left == Regions.NONE && up == Regions.NONE) {
        region = table.add(classes[column], pixel);
      } else if (left == Regions.NONE || up == Regions.NONE) {
        region = Math.max(left, up);
      } else {
        region = table.unite(left, up);
      }
      labels[pixel] = region;
      table.addGround(region, squareMetres[column]);
      if (!Float.isNaN(confidence[column])) {
        table.addConfidence(region, confidence[column]);
      }
    }
    row++;
  }

  /** The region of a neighbour if it has the class, else {@link Regions#NONE}. */
  private int sameClass(int pixel, int classValue) {
    if (labels[pixel] == Regions.NONE) {
      return Regions.NONE;
    }
    int region = table.find(labels[pixel]);
    return table.classValue(region) == classValue ? region : Regions.NONE;
  }

  /** The regions, when all rows are in. */
  Regions finish() {
    if (row != height) {
      throw new IllegalStateException(row + " rows of " + height + " were added");
    }
    Regions regions = new Regions(width, height, labels, table);
    regions.compact(0);
    return regions;
  }
}
