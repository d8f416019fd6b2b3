package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.PlacedSource;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.AlignedSource;
import org.gramscape.tiling.CellGrid;
import org.gramscape.tiling.SceneView;

/**
 * An image and its heights, which are understood: see {@link HeightReading#survey}.
 *
 * @param unit of the heights
 * @param place of the heights, before they are moved
 * @param cellMetres heights that are finer are brought to cells of this size
 * @param shift by which the heights are moved
 * @param agreement the share of the heights' variance that the image's colours explain where they
 *     are said to be; empty if too little is known
 * @param warnings what may be wrong, a sentence each
 */
public record SurveyedPair(
    HeightPair pair,
    KnownUnit unit,
    Georeference place,
    Aggregation aggregation,
    double cellMetres,
    Shift shift,
    OptionalDouble agreement,
    List<String> warnings) {

  public SurveyedPair {
    warnings = List.copyOf(warnings);
  }

  SurveyedPair with(Shift found, OptionalDouble explained, List<String> doubts) {
    return new SurveyedPair(pair, unit, place, aggregation, cellMetres, found, explained, doubts);
  }

  /**
   * Those of several pairs whose heights, of which nobody says the unit, are about as many times
   * those of all others as feet or centimetres are: a sentence each.
   */
  public static List<String> unitDoubts(List<SurveyedPair> pairs) {
    List<String> doubts = new ArrayList<>();
    for (SurveyedPair pair : pairs) {
      List<SurveyedPair> others = pairs.stream().filter(other -> other != pair).toList();
      for (HeightUnit unit : List.of(HeightUnit.FOOT, HeightUnit.CENTIMETRE)) {
        if (!others.isEmpty()
            && others.stream().allMatch(other -> pair.unit.isAsIf(unit, other.unit.tall()))) {
          doubts.add(
              ("%s declares no unit, and its heights are to those of the other pairs as %s are to"
                      + " metres; if they are, say so in the file: gdal_edit.py -units %s %s")
                  .formatted(pair.pair.heights(), unit.plural(), unit, pair.pair.heights()));
        }
      }
    }
    return doubts;
  }

  /**
   * Opens the heights on the grid of the image, in metres: impossible ones are invalid, and so is
   * ground of which less than half is known.
   *
   * @param image the pair's, or the same ground in other pixels
   * @return of one band; the caller closes it
   */
  public RasterSource open(SceneView view, RasterInfo image) throws IOException {
    RasterSource cells = cells(view);
    try {
      return new Owned(new AlignedSource(cells, image, AlignedSource.Method.AVERAGE), cells);
    } catch (IOException | RuntimeException e) {
      cells.close();
      throw e;
    }
  }

  /** The heights of cells on their own grid, in metres; the caller closes it. */
  RasterSource cells(SceneView view) throws IOException {
    RasterSource metres = new MetreSource(PlacedSource.at(view.open(pair.heights()), place), unit);
    try {
      RasterInfo info = metres.info();
      RasterSource placed = PlacedSource.at(metres, shift.of(place, info.groundSampleDistance()));
      CellGrid grid = CellGrid.over(placed.info(), cellMetres);
      if (grid.pixelsAcross() == 1 && grid.pixelsDown() == 1) {
        return placed;
      }
      RasterInfo cells = info.withGrid(grid.width(), grid.height(), Optional.of(grid.place()), "");
      return new Owned(new AlignedSource(placed, cells, aggregation.method()), placed);
    } catch (IOException | RuntimeException e) {
      metres.close();
      throw e;
    }
  }

  /** A raster made of another, which is closed with it. */
  private record Owned(RasterSource seen, RasterSource owner) implements RasterSource {
    @Override
    public RasterInfo info() {
      return seen.info();
    }

    @Override
    public PixelBlock read(Window window, int... bands) throws IOException {
      return seen.read(window, bands);
    }

    @Override
    public void close() throws IOException {
      owner.close();
    }
  }
}
