package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
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

  /** Heights are moved only if that explains at least so much more of their variance. */
  private static final double LEAST_GAIN = 0.02;

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
      HeightUnit known;
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
    Optional<ImageAgreement> read = ImageAgreement.read(cells, image, bands, bound);
    List<String> warnings = new ArrayList<>(stated.warnings());
    if (read.isEmpty()) {
      if (bound > 0) {
        warnings.add(
            "%s: too few heights are known well inside its image to find where they fit best"
                .formatted(info.name()));
      }
      return stated.with(Shift.NONE, OptionalDouble.empty(), warnings);
    }
    ImageAgreement agreement = read.get();
    double[] elsewhere = agreement.elsewhere();
    Shift shift =
        bound > 0
            ? shift(
                agreement, DoubleStream.of(elsewhere).average().orElse(0), bound, info, warnings)
            : Shift.NONE;
    double explained = agreement.stated();
    long asGood = DoubleStream.of(elsewhere).filter(r2 -> r2 >= explained).count();
    if (shift.equals(Shift.NONE) && asGood > MOST_CHANCE * elsewhere.length) {
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

  /**
   * @param noise R2 by chance: a gain that is no greater says nothing
   */
  private static Shift shift(
      ImageAgreement agreement, double noise, int bound, RasterInfo cells, List<String> warnings)
      throws IOException {
    int[] best = agreement.best(bound);
    if (agreement.moved(best) - agreement.stated() < Math.max(LEAST_GAIN, noise)) {
      return Shift.NONE;
    }
    Shift shift =
        new Shift(
            ImageAgreement.cells(best[0]) * cells.groundSampleDistance().acrossMetres(),
            ImageAgreement.cells(best[1]) * cells.groundSampleDistance().downMetres());
    if (IntStream.of(best).anyMatch(step -> Math.abs(ImageAgreement.cells(step)) >= bound)) {
      warnings.add(
          ("%s fits best at the bound of how far it may be moved (%s), which may be by chance: it"
                  + " stays where it is")
              .formatted(cells.name(), shift));
      return Shift.NONE;
    }
    return shift;
  }
}
