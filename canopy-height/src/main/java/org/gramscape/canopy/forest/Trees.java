package org.gramscape.canopy.forest;

import java.util.List;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/**
 * Trees and their crowns, as a raster of one band: the number of the tree to whose crown a pixel
 * belongs, from 1; invalid where there is no crown.
 */
public final class Trees implements RasterSource {
  private final RasterInfo info;
  private final int[] labels;
  private final int[] tops;
  private final char[] steps;
  private final double stepsAMetre;

  Trees(RasterInfo heights, int[] labels, int[] tops, char[] steps, double stepsAMetre) {
    BandInfo band =
        new BandInfo("tree", BandInfo.Role.UNDEFINED, OptionalDouble.empty(), Integer.SIZE, 1, 0);
    this.info = heights.withBands(SampleType.INT32, List.of(band));
    this.labels = labels;
    this.tops = tops;
    this.steps = steps;
    this.stepsAMetre = stepsAMetre;
  }

  /** How many there are. */
  public int count() {
    return tops.length;
  }

  /** The pixel of a tree's top, counted row by row; trees are numbered from 1. */
  public int top(int tree) {
    return tops[tree - 1];
  }

  /** A tree's height in metres, to 2 mm. */
  public double height(int tree) {
    return steps[tops[tree - 1]] / stepsAMetre;
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) {
    PixelBlock block = PixelBlock.zeros(window, 1);
    for (int i = 0; i < window.size(); i++) {
      int row = window.row() + i / window.width();
      int label = labels[row * info.width() + window.column() + i % window.width()];
      block.samples()[i] = label;
      block.valid()[i] = label > 0;
    }
    return block;
  }

  /** Nothing is open. */
  @Override
  public void close() {}
}
