package org.gramscape.canopy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.geoio.raster.RasterSource;

/**
 * Whether a truth lies where its map says: else it follows the map better when it is moved, or no
 * better than heights from elsewhere do.
 */
final class TruthPlace {
  /** How far the truth is moved to see, in cells. */
  private static final int BOUND = 10;

  /** Less, in cells, comes of how a map blurs crowns and where their shadows fall. */
  private static final double LEAST = 2;

  private static final double MOST_CHANCE = 0.1;
  private static final int[] HEIGHTS = {0};

  private TruthPlace() {}

  /**
   * A sentence, if something is wrong.
   *
   * @param truth heights in metres, a cell a pixel
   * @param map heights
   */
  static Optional<String> doubt(RasterSource truth, RasterSource map) throws IOException {
    String names = truth.info().name() + " and " + map.info().name();
    Optional<ImageAgreement> inside = ImageAgreement.read(truth, map, HEIGHTS, BOUND);
    if (inside.isPresent()) {
      Optional<int[]> better = inside.get().better(BOUND);
      if (better.isPresent() && isDoubtful(better.get())) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s fit better if the truth is moved by %s: the map explains %.0f %% of its heights"
                    + " there, and %.0f %% where it is; if the place of one is wrong, set it right"
                    + " with gdal_edit.py -a_ullr, as these scores are of the wrong ground",
                names,
                ImageAgreement.shift(better.get(), truth.info()),
                100 * inside.get().moved(better.get()),
                100 * inside.get().stated()));
      }
    }
    Optional<ImageAgreement> known = ImageAgreement.read(truth, map, HEIGHTS, 0);
    if (known.isPresent() && known.get().chance(known.get().stated()) > MOST_CHANCE) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s do not follow each other: the map explains %.0f %% of the true heights, and as"
                  + " much of heights from elsewhere; if the CRS or the place of one is wrong, set"
                  + " it right with gdal_edit.py -a_srs or -a_ullr",
              names,
              100 * known.get().stated()));
    }
    return Optional.empty();
  }

  private static boolean isDoubtful(int[] steps) {
    double[] cells = Arrays.stream(steps).mapToDouble(ImageAgreement::cells).toArray();
    return Math.hypot(cells[0], cells[1]) >= LEAST
        && Arrays.stream(cells).allMatch(far -> Math.abs(far) < BOUND);
  }
}
