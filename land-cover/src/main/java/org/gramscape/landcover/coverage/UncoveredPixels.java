package org.gramscape.landcover.coverage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.locationtech.jts.geom.Coordinate;

/**
 * The pixels of a class raster that have a class, and no polygon over their middles: a raster of 0,
 * invalid elsewhere.
 *
 * <p>Of polygons' outlines it keeps where they cross the middle of a row, 40 bytes each.
 */
final class UncoveredPixels implements RasterSource {

  /** Of a row's middle by an outline. */
  private record Crossing(double column, int times) {}

  private final RasterSource classes;
  private final Map<Integer, List<Crossing>> rows = new HashMap<>();

  /**
   * @param classes stays the caller's
   */
  UncoveredPixels(RasterSource classes) {
    this.classes = classes;
  }

  /**
   * Takes in an edge of an outline, before pixels are read.
   *
   * @param from in pixels: x the column, y the row
   * @param times see {@link EdgeLedger.Edge}
   */
  void add(Coordinate from, Coordinate to, int times) {
    int first = (int) Math.max(0, Math.ceil(Math.min(from.y, to.y) - 0.5));
    int end = (int) Math.min(info().height(), Math.ceil(Math.max(from.y, to.y) - 0.5));
    for (int row = first; row < end; row++) {
      double share = (row + 0.5 - from.y) / (to.y - from.y);
      rows.computeIfAbsent(row, r -> new ArrayList<>())
          .add(new Crossing(from.x + share * (to.x - from.x), from.y < to.y ? times : -times));
    }
  }

  @Override
  public RasterInfo info() {
    return classes.info();
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    PixelBlock known = classes.read(window, 0);
    PixelBlock block = PixelBlock.zeros(window, 1);
    for (int row = 0; row < window.height(); row++) {
      List<Crossing> crossings = rows.getOrDefault(window.row() + row, new ArrayList<>());
      crossings.sort(Comparator.comparingDouble(Crossing::column));
      int next = 0;
      int over = 0;
      for (int column = 0; column < window.width(); column++) {
        double middle = window.column() + column + 0.5;
        while (next < crossings.size() && crossings.get(next).column() <= middle) {
          over += crossings.get(next).times();
          next++;
        }
        int i = row * window.width() + column;
        block.valid()[i] = known.valid()[i] && over == 0;
      }
    }
    return block;
  }

  /** Leaves the classes open: they belong to whoever opened them. */
  @Override
  public void close() {}
}
