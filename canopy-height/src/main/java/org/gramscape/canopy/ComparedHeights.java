package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.AlignedSource;
import org.gramscape.tiling.CellGrid;

/**
 * A map of heights and the truth on one grid, as a raster of {@value #BANDS} bands in metres: the
 * prediction, the truth, the prediction minus the truth, and the spread that the map tells. All
 * four are valid in the same places, but for a spread that is not known.
 *
 * <p>Predictions below 0 count as 0. Rasters in it stay the caller's.
 */
public final class ComparedHeights implements RasterSource {
  /** The number of bands. */
  public static final int BANDS = 4;

  /** The prediction's band. */
  public static final int PREDICTION = 0;

  /** The truth's band. */
  public static final int TRUTH = 1;

  /** The band of the prediction minus the truth. */
  public static final int ERROR = 2;

  /** The band of the standard deviation that the map tells of its error. */
  public static final int SPREAD = 3;

  private static final List<String> NAMES = List.of("prediction", "truth", "error", "spread");

  /** Grids of one spacing, but for rounding, are compared on the truth's. */
  private static final double HALF_PERCENT = 1.005;

  private final String predictionName;
  private final RasterInfo info;
  private final RasterSource prediction;
  private final RasterSource truth;
  private final Optional<RasterSource> mask;
  private final OptionalInt spreadBand;
  private final double belowMetres;
  private final KnownUnit unit;
  private final List<String> unitDoubts;

  private ComparedHeights(
      String predictionName,
      RasterSource prediction,
      RasterSource truth,
      Optional<RasterSource> mask,
      OptionalInt spreadBand,
      double belowMetres,
      KnownUnit unit,
      List<String> unitDoubts) {
    this.predictionName = predictionName;
    this.prediction = prediction;
    this.truth = truth;
    this.mask = mask;
    this.spreadBand = spreadBand;
    this.belowMetres = belowMetres;
    this.unit = unit;
    this.unitDoubts = unitDoubts;
    this.info =
        truth
            .info()
            .withBands(
                SampleType.FLOAT64,
                NAMES.stream()
                    .map(
                        name ->
                            new BandInfo(
                                name,
                                BandInfo.Role.UNDEFINED,
                                OptionalDouble.empty(),
                                Double.SIZE,
                                1,
                                0,
                                HeightUnit.METRE.toString()))
                    .toList());
  }

  /**
   * Puts both on the grid that a protocol compares on.
   *
   * @param prediction heights in its first band, and their spread in one called {@code spread}
   * @param truth heights in its first band
   * @param mask where it is 0 or has no data nothing counts; empty for everywhere
   * @param unit of the truth; empty for the one it declares, or metres
   * @throws IllegalArgumentException if the protocol needs a mask, and there is none
   * @throws UnsuitableHeightsException if the rasters have no ground in common, or the truth's
   *     heights are not in a unit that is known
   * @throws org.gramscape.geoio.UnusableInputException if a raster has no georeference
   */
  public static ComparedHeights of(
      RasterSource prediction,
      RasterSource truth,
      Optional<RasterSource> mask,
      HeightProtocol protocol,
      Optional<HeightUnit> unit)
      throws IOException {
    protocol.requireMask(mask.isPresent());
    RasterInfo map = prediction.info();
    Overlap.require(truth.info(), map);
    List<String> unitDoubts = new ArrayList<>();
    KnownUnit known = UnitSurvey.of(truth, unit, unitDoubts);
    RasterSource predicted = PhysicalSource.of(prediction);
    RasterSource metres = new MetreSource(truth, known);
    RasterInfo grid = grid(map, metres.info(), protocol.cells());
    RasterSource onGrid =
        protocol.cells() == HeightProtocol.Cells.METRES
            ? onto(metres, cells(metres.info()), AlignedSource.Method.MAXIMUM)
            : metres;
    Optional<RasterSource> counting = Optional.empty();
    if (mask.isPresent()) {
      counting = Optional.of(new AlignedSource(mask.get(), grid, AlignedSource.Method.NEAREST));
    }
    return new ComparedHeights(
        map.name(),
        onto(predicted, grid, AlignedSource.Method.AVERAGE),
        onto(onGrid, grid, AlignedSource.Method.AVERAGE),
        counting,
        spreadBand(map),
        protocol.belowMetres(),
        known,
        unitDoubts);
  }

  private static RasterInfo grid(RasterInfo map, RasterInfo truth, HeightProtocol.Cells which)
      throws IOException {
    return switch (which) {
      case OF_PREDICTION -> map;
      case OF_TRUTH -> truth;
      case METRES -> {
        RasterInfo cells = cells(truth);
        boolean coarser =
            map.groundSampleDistance().metres()
                > cells.groundSampleDistance().metres() * HALF_PERCENT;
        yield coarser ? map : cells;
      }
    };
  }

  /** The truth's grid in cells of a metre, if its pixels are finer. */
  private static RasterInfo cells(RasterInfo truth) throws IOException {
    CellGrid cells = CellGrid.over(truth, 1);
    return cells.pixelsAcross() == 1 && cells.pixelsDown() == 1
        ? truth
        : truth.withGrid(cells.width(), cells.height(), Optional.of(cells.place()), "");
  }

  private static RasterSource onto(
      RasterSource source, RasterInfo grid, AlignedSource.Method method) throws IOException {
    RasterInfo own = source.info();
    boolean same =
        own.width() == grid.width()
            && own.height() == grid.height()
            && own.georeference().equals(grid.georeference());
    return same ? source : new AlignedSource(source, grid, method);
  }

  private static OptionalInt spreadBand(RasterInfo map) {
    for (int band = 1; band < map.bands().size(); band++) {
      if (map.bands().get(band).description().equals(NAMES.get(SPREAD))) {
        return OptionalInt.of(band);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether the map tells the spread of its error. */
  public boolean hasSpread() {
    return spreadBand.isPresent();
  }

  /** What the truth's heights are in. */
  public KnownUnit unit() {
    return unit;
  }

  /**
   * What may be wrong with the truth, its unit or its place: a sentence each.
   *
   * @param tally of these heights
   */
  public List<String> doubts(HeightTally tally) throws IOException {
    List<String> doubts = new ArrayList<>(unitDoubts);
    if (!unit.stated()) {
      tally
          .betterUnit()
          .ifPresent(
              better ->
                  doubts.add(
                      "%s declares no unit and is taken for metres; the map fits it far better if its heights are %s: --height-unit %s says so"
                          .formatted(truthName(), better.plural(), better)));
    }
    TruthPlace.doubt(truth, prediction).ifPresent(doubts::add);
    return doubts;
  }

  String predictionName() {
    return predictionName;
  }

  String truthName() {
    return info.name();
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    PixelBlock heights =
        spreadBand.isPresent()
            ? prediction.read(window, 0, spreadBand.getAsInt())
            : prediction.read(window, 0);
    PixelBlock known = truth.read(window, 0);
    PixelBlock counting = mask.isPresent() ? mask.get().read(window, 0) : null;
    int size = window.size();
    PixelBlock read = PixelBlock.zeros(window, bands.length);
    for (int i = 0; i < size; i++) {
      boolean counts =
          heights.valid()[i]
              && known.valid()[i]
              && known.samples()[i] < belowMetres
              && (counting == null || counting.valid()[i] && counting.samples()[i] != 0);
      double predicted = Math.max(0, heights.samples()[i]);
      for (int b = 0; b < bands.length; b++) {
        int to = b * size + i;
        read.valid()[to] = counts;
        switch (bands[b]) {
          case PREDICTION -> read.samples()[to] = predicted;
          case TRUTH -> read.samples()[to] = known.samples()[i];
          case ERROR -> read.samples()[to] = predicted - known.samples()[i];
          default -> {
            boolean told = heights.bands() > 1 && heights.valid()[size + i];
            read.valid()[to] = counts && told;
            read.samples()[to] = told ? heights.samples()[size + i] : 0;
          }
        }
      }
    }
    return read;
  }

  /** Leaves the rasters open: they belong to whoever opened them. */
  @Override
  public void close() {}
}
