package org.gramscape.canopy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * Finds the unit of a raster's heights: the one that is told or declared, else metres, unless there
 * is reason to think that they are not.
 */
final class UnitSurvey {
  /** Windows a side, and their pixels a side, that are looked at. */
  private static final int WINDOWS = 8;

  private static final int SIDE = 64;

  /** If more of what is higher than this cannot be plants, it is another quantity. */
  private static final double LOW_METRES = 2;

  private static final double MOST_IMPOSSIBLE = 0.5;

  /** Where nobody says the unit, less makes it doubtful: low plants are possible in any. */
  private static final double MOST_DOUBTFUL = 0.1;

  /** Forests whose tallest trees are above this are rare. */
  private static final double TALL_METRES = 75;

  private static final double SHARE_OF_TALLEST = 0.99;

  private UnitSurvey() {}

  /**
   * The unit of a raster's heights.
   *
   * @param told by the person; empty if nothing was
   * @param warnings receives what may be wrong
   * @throws UnsuitableHeightsException if it is not known, or the values cannot be in it
   */
  static KnownUnit of(RasterSource raster, Optional<HeightUnit> told, List<String> warnings)
      throws IOException {
    RasterInfo info = raster.info();
    KnownUnit known = of(info, told);
    HeightUnit unit = known.unit();
    double[] heights = some(PhysicalSource.of(raster));
    double mostImpossible = known.stated() ? MOST_IMPOSSIBLE : MOST_DOUBTFUL;
    requirePossible(info.name(), heights, unit, mostImpossible);
    double tall =
        heights.length == 0
            ? Double.NaN
            : heights[(int) (SHARE_OF_TALLEST * (heights.length - 1))] * unit.metres();
    if (!known.stated() && tall > TALL_METRES) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s declares no unit and has heights of %.0f; they are taken for metres, and if"
                  + " they are feet, --height-unit ft says so",
              info.name(),
              tall));
    }
    return new KnownUnit(unit, known.stated(), tall);
  }

  /**
   * The unit of a raster's heights, as told or declared; nothing is read of them.
   *
   * @throws UnsuitableHeightsException if it may be feet or metres, or is none that is known
   */
  static KnownUnit of(RasterInfo info, Optional<HeightUnit> told) throws IOException {
    BandInfo band = info.bands().get(0);
    Optional<HeightUnit> known = told.or(() -> HeightUnit.named(band.unit()));
    if (known.isEmpty()) {
      requireNoDoubt(info, band);
    }
    return new KnownUnit(known.orElse(HeightUnit.METRE), known.isPresent(), Double.NaN);
  }

  private static void requireNoDoubt(RasterInfo info, BandInfo band)
      throws UnsuitableHeightsException, IOException {
    if (!band.unit().isBlank()) {
      throw new UnsuitableHeightsException(
          "%s has heights in \"%s\", which is not known; say what they are with --height-unit m, dm, cm, ft or us-ft"
              .formatted(info.name(), band.unit()));
    }
    String ground = info.requireGeoreference().unit().toLowerCase(Locale.ROOT);
    if (ground.contains("foot") || ground.contains("feet")) {
      throw new UnsuitableHeightsException(
          "%s lies in feet (%s) and declares no unit of its heights; say whether they are feet or metres with --height-unit ft (us-ft, m)"
              .formatted(info.name(), info.requireGeoreference().crs()));
    }
  }

  private static void requirePossible(
      String name, double[] heights, HeightUnit unit, double mostImpossible)
      throws UnsuitableHeightsException {
    double[] plants =
        Arrays.stream(heights).filter(height -> height * unit.metres() > LOW_METRES).toArray();
    long impossible =
        Arrays.stream(plants)
            .filter(height -> height * unit.metres() >= MetreSource.MAX_HEIGHT)
            .count();
    if (impossible <= mostImpossible * plants.length) {
      return;
    }
    double middle = plants[plants.length / 2];
    throw new UnsuitableHeightsException(
        String.format(
            Locale.ROOT,
            "%.0f %% of the heights above %.0f m of %s are %.0f %s or more (up to %.0f, half of"
                + " them above %.0f), and heights between 0 and %.0f m above the ground are"
                + " expected; if they are centimetres or feet, say --height-unit cm or ft; if they"
                + " are above the sea, subtract the terrain with gramscape chm-from-dsm; if one"
                + " value means no data, declare it with gdal_edit.py -a_nodata",
            100.0 * impossible / plants.length,
            LOW_METRES,
            name,
            MetreSource.MAX_HEIGHT / unit.metres(),
            unit,
            heights[heights.length - 1],
            middle,
            MetreSource.MAX_HEIGHT));
  }

  /** Valid values of windows all over the raster, in order of their size. */
  private static double[] some(RasterSource raster) throws IOException {
    RasterInfo info = raster.info();
    int width = Math.min(SIDE, info.width());
    int height = Math.min(SIDE, info.height());
    double[] values = new double[WINDOWS * WINDOWS * width * height];
    int count = 0;
    for (int v = 0; v < WINDOWS; v++) {
      for (int u = 0; u < WINDOWS; u++) {
        Window window =
            new Window(
                (int) ((long) u * (info.width() - width) / (WINDOWS - 1)),
                (int) ((long) v * (info.height() - height) / (WINDOWS - 1)),
                width,
                height);
        PixelBlock block = raster.read(window, 0);
        for (int i = 0; i < window.size(); i++) {
          if (block.valid()[i]) {
            values[count++] = block.samples()[i];
          }
        }
      }
    }
    double[] some = Arrays.copyOf(values, count);
    Arrays.sort(some);
    return some;
  }
}
