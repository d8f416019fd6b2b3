package org.gramscape.landcover.vectorize;

/**
 * The 4-connected regions of equal class of a raster, numbered from 0 in row order of their first
 * pixels.
 */
public final class Regions {

  /** The number of a pixel that is in no region: nodata, or outside the raster. */
  static final int NONE = -1;

  private final int width;
  private final int height;
  private final int[] labels;
  private final RegionTable table;
  private long merged;

  Regions(int width, int height, int[] labels, RegionTable table) {
    this.width = width;
    this.height = height;
    this.labels = labels;
    this.table = table;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** How many regions there are. */
  public int count() {
    return table.size();
  }

  /** Whether the pixel has a class. */
  public boolean isClassified(int column, int row) {
    return at(column, row) != NONE;
  }

  /**
   * The class of a classified pixel, as it is after small regions were merged.
   *
   * @throws ArrayIndexOutOfBoundsException if the pixel has no class
   */
  public int classValue(int column, int row) {
    return table.classValue(at(column, row));
  }

  /** The region of a pixel, or {@link #NONE}; any column and row may be asked. */
  int at(int column, int row) {
    return column < 0 || row < 0 || column >= width || row >= height
        ? NONE
        : labels[row * width + column];
  }

  /** {@code [height, width]}, the number of the region of each pixel or {@link #NONE}. */
  int[] labels() {
    return labels;
  }

  RegionTable table() {
    return table;
  }

  long merged() {
    return merged;
  }

  /** Makes the labels say the unions of the table, and counts the regions that merging ended. */
  void compact(long newlyMerged) {
    int[] renumbered = table.compact();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != NONE) {
        labels[i] = renumbered[labels[i]];
      }
    }
    merged += newlyMerged;
  }
}
