package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.AssumedCrs;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.tiling.SceneView;

/**
 * How rasters of known heights are understood.
 *
 * @param unit of their heights; empty for the one that each declares, or metres
 * @param crs of heights whose file does not say one
 * @param aggregation of heights that are finer than a cell
 * @param alignWithin how far heights may be moved to where they follow their image best; zero
 *     leaves all where they say they are
 */
public record HeightReading(
    Optional<HeightUnit> unit, AssumedCrs crs, Aggregation aggregation, Length alignWithin) {
  /** Units as declared, the highest of a cell, nothing moved. */
  public static final HeightReading STANDARD =
      new HeightReading(Optional.empty(), AssumedCrs.NONE, Aggregation.MAXIMUM, Length.ZERO);

  /** Heights of another place follow the image as well in one case of so many. */
  private static final double MOST_CHANCE = 0.1;

  private static final int COLORS = 3;

  /**
   * Looks at a pair: its unit, its place, and whether image and heights show the same ground.
   *
   * @param cellMetres heights that are finer are brought to cells of this size
   * @throws UnsuitableHeightsException if the heights don't overlap their image, or are none above
   *     the ground in a unit that is known; the message says what to do
   * @throws org.gramscape.geoio.UnusableInputException if a file cannot be used
   */
  public SurveyedPair survey(HeightPair pair, SceneView view, double cellMetres)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    try (RasterSource image = view.open(pair.image())) {
      KnownUnit known;
      Georeference place;
      try (RasterSource heights = crs.placing(view.open(pair.heights()), image.info())) {
        Overlap.require(heights.info(), image.info());
        place = heights.info().requireGeoreference();
        known = UnitSurvey.of(heights, unit, warnings);
      }
      SurveyedPair stated =
          new SurveyedPair(
              pair,
              known,
              place,
              aggregation,
              cellMetres,
              Shift.NONE,
              OptionalDouble.empty(),
              warnings);
      try (RasterSource cells = stated.cells(view)) {
        return placed(stated, cells, image, view);
      }
    }
  }

  private SurveyedPair placed(
      SurveyedPair stated, RasterSource cells, RasterSource image, SceneView view)
      throws IOException {
    RasterInfo info = cells.info();
    int bound = (int) Math.ceil(alignWithin.metres() / info.groundSampleDistance().metres());
    int[] bands =
        image.info().bands().size() >= COLORS ? view.bands(image.info(), COLORS) : new int[] {0};
    List<String> warnings = new ArrayList<>(stated.warnings());
    Optional<ImageAgreement> known = ImageAgreement.read(cells, image, bands, 0);
    if (known.isEmpty()) {
      if (bound > 0) {
        warnings.add(
            "%s: too few heights are known inside its image to find where they fit best: they stay"
                .formatted(info.name()));
      }
      return stated.with(Shift.NONE, OptionalDouble.empty(), warnings);
    }
    ImageAgreement agreement = known.get();
    double explained = agreement.stated();
    Shift shift = Shift.NONE;
    if (bound > 0) {
      Optional<ImageAgreement> inside = ImageAgreement.read(cells, image, bands, bound);
      if (inside.isEmpty()) {
        warnings.add(
            ("%s: too few heights lie %s or more inside its image to find where they fit best: they"
                    + " stay; a smaller --align needs less ground")
                .formatted(info.name(), alignWithin));
      } else {
        Optional<int[]> better = inside.get().better(bound);
        shift = better.isPresent() ? shift(better.get(), bound, info, warnings) : Shift.NONE;
      }
    }
    if (shift.equals(Shift.NONE) && agreement.chance(explained) > MOST_CHANCE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s does not follow its image: colours explain %.0f %% of its heights, and as much of"
                  + " heights from elsewhere; if the CRS or the place of one is wrong, set it right"
                  + " with gdal_edit.py -a_srs or -a_ullr (in dense forest of one height this can"
                  + " be a false alarm)",
              info.name(),
              100 * explained));
    }
    return stated.with(shift, OptionalDouble.of(explained), warnings);
  }

  private static Shift shift(int[] best, int bound, RasterInfo cells, List<String> warnings)
      throws IOException {
    Shift shift = ImageAgreement.shift(best, cells);
    if (IntStream.of(best).anyMatch(step -> Math.abs(ImageAgreement.cells(step)) >= bound)) {
      warnings.add(
          ("%s fits best at the bound of how far it may be moved (%s), which may be by chance: it"
                  + " stays where it is; a greater --align looks further")
              .formatted(cells.name(), shift));
      return Shift.NONE;
    }
    return shift;
  }
}
