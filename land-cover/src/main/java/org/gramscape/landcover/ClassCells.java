package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.tiling.AlignedSource;
import org.gramscape.tiling.CellGrid;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygonal;

/**
 * The true class of each cell of a grid: the one at its middle.
 *
 * @param legend the classes
 * @param classes index of each cell's class, {@code [height, width]}; {@link #NONE} where unknown
 * @param drawn whether by polygons: who draws one class alone says that all else is none of it,
 *     while a raster has a value for that
 */
public record ClassCells(List<LegendEntry> legend, int[] classes, boolean drawn) {
  public static final int NONE = -1;
  static final String OTHER = "other";

  public ClassCells {
    legend = List.copyOf(legend);
  }

  /** Of the classes. */
  public List<String> names() {
    return legend.stream().map(LegendEntry::name).toList();
  }

  /**
   * Of a raster of classes, 0 to 254 in its first band; 255 is none.
   *
   * @param labels on any grid; stays the caller's
   * @throws InvalidRasterException if it holds other numbers, or none where the cells are, or has
   *     several bands
   */
  public static ClassCells of(RasterSource labels, CellGrid cells) throws IOException {
    RasterInfo info = labels.info();
    ClassRasters.requireOneBand(info);
    RasterInfo grid = info.withGrid(cells.width(), cells.height(), Optional.of(cells.place()), "");
    PixelBlock block =
        new AlignedSource(labels, grid, AlignedSource.Method.NEAREST).read(grid.window(), 0);
    int[] values = new int[cells.size()];
    SortedMap<Integer, String> names = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      values[i] = NONE;
      if (block.valid()[i] && block.samples()[i] != LandCover.NODATA) {
        values[i] = ClassScan.value(block.samples()[i], info);
        names.put(values[i], Integer.toString(values[i]));
      }
    }
    if (names.isEmpty()) {
      throw new InvalidRasterException(
          "%s has no class where its image is; check the CRS and extent of both with gramscape info"
              .formatted(info.name()));
    }
    List<Integer> numbers = List.copyOf(names.keySet());
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.indexOf(values[i]);
    }
    ClassLegend.of(info)
        .forEach(entry -> names.computeIfPresent(entry.value(), (value, name) -> entry.name()));
    return new ClassCells(ClassLegend.entries(info, names), values, false);
  }

  /**
   * Of polygons; where they overlap the last one counts.
   *
   * @param labels in any CRS; stays the caller's
   * @param field whose values name the classes
   * @throws InvalidVectorException if there is no such field, or no polygon where the cells are
   */
  public static ClassCells of(VectorSource labels, String field, CellGrid cells)
      throws IOException {
    Labels read = Labels.read(List.of(labels), field, cells.place());
    int[] classes = new int[cells.size()];
    Arrays.fill(classes, NONE);
    for (Labels.Label label : read.labels()) {
      if (label.geometry() instanceof Polygonal) {
        fill(label, cells, classes);
      }
    }
    int[] present = Arrays.stream(classes).filter(c -> c != NONE).distinct().sorted().toArray();
    if (present.length == 0) {
      throw new InvalidVectorException(
          "no polygon of the labels \"%s\" lies on their image; check the CRS of both"
              .formatted(labels.name()));
    }
    List<LegendEntry> legend = new ArrayList<>();
    for (int c : present) {
      legend.add(read.legend().get(c));
    }
    for (int i = 0; i < classes.length; i++) {
      classes[i] = classes[i] == NONE ? NONE : Arrays.binarySearch(present, classes[i]);
    }
    return new ClassCells(legend, classes, true);
  }

  private static void fill(Labels.Label label, CellGrid cells, int[] classes) {
    Geometry area = label.geometry();
    IndexedPointInAreaLocator locator = new IndexedPointInAreaLocator(area);
    Envelope envelope = area.getEnvelopeInternal();
    int firstRow = (int) Math.max(0, Math.floor(envelope.getMinY()));
    int lastRow = (int) Math.min(cells.height() - 1.0, envelope.getMaxY());
    int firstColumn = (int) Math.max(0, Math.floor(envelope.getMinX()));
    int lastColumn = (int) Math.min(cells.width() - 1.0, envelope.getMaxX());
    for (int row = firstRow; row <= lastRow; row++) {
      for (int column = firstColumn; column <= lastColumn; column++) {
        if (locator.locate(new Coordinate(column + 0.5, row + 0.5)) != Location.EXTERIOR) {
          classes[row * cells.width() + column] = label.classIndex();
        }
      }
    }
  }

  /**
   * The same; but if one class alone is drawn, such as buildings, all the rest is {@value #OTHER},
   * if there is any.
   */
  public ClassCells withOther() {
    if (!drawn || legend.size() != 1 || Arrays.stream(classes).noneMatch(c -> c == NONE)) {
      return this;
    }
    int[] all = new int[classes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = classes[i] == NONE ? 1 : 0;
    }
    int value = legend.get(0).value() == 0 ? 1 : 0;
    return new ClassCells(
        List.of(legend.get(0), new LegendEntry(value, OTHER, ClassColors.of(OTHER, 1))), all, true);
  }
}
