package org.gramscape.landcover;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.tiling.AlignedSource;

/**
 * Compares a class raster with the truth, the first band of both.
 *
 * <p>They may have different grids and CRS: each cell of the truth is compared with the class at
 * its centre. Only cells that are valid in both count. If both rasters name their classes (see
 * {@link ClassLegend}), equal names mean equal classes; otherwise equal values do.
 */
public final class ClassEvaluation {
  private static final int ROWS = 256;
  private static final int GREATEST = 255;

  private ClassEvaluation() {}

  /**
   * Scores classes.
   *
   * @param prediction stays the caller's
   * @param truth stays the caller's
   * @throws InvalidRasterException if a raster holds no classes from 0 to 255, or no cell is valid
   *     in both
   */
  public static ClassScores of(RasterSource prediction, RasterSource truth) throws IOException {
    List<LegendEntry> predicted = ClassLegend.of(prediction.info());
    List<LegendEntry> wanted = ClassLegend.of(truth.info());
    Map<Integer, String> names = names(wanted.isEmpty() ? predicted : wanted);
    Map<Integer, Integer> values = translation(predicted, wanted, names);
    RasterSource aligned =
        new AlignedSource(prediction, truth.info(), AlignedSource.Method.NEAREST);
    ConfusionMatrix matrix = new ConfusionMatrix();
    RasterInfo grid = truth.info();
    long cells = 0;
    for (int row = 0; row < grid.height(); row += ROWS) {
      Window window = new Window(0, row, grid.width(), Math.min(ROWS, grid.height() - row));
      PixelBlock classes = aligned.read(window, 0);
      PixelBlock truths = truth.read(window, 0);
      for (int i = 0; i < window.size(); i++) {
        if (classes.valid()[i] && truths.valid()[i]) {
          int value = id(classes.samples()[i], prediction.info());
          matrix.add(id(truths.samples()[i], grid), values.getOrDefault(value, value));
          cells++;
        }
      }
    }
    if (cells == 0) {
      throw new InvalidRasterException(
          "%s and %s have no valid ground in common; check their CRS and extents with gramscape info"
              .formatted(prediction.info().name(), grid.name()));
    }
    return matrix.scores(names);
  }

  private static Map<Integer, String> names(List<LegendEntry> legend) {
    return new HashMap<>(
        legend.stream()
            .collect(Collectors.toMap(LegendEntry::value, LegendEntry::name, (a, b) -> a)));
  }

  /**
   * The truth's values of the prediction's. A class that the truth does not name gets a value that
   * the truth does not use, and its name there.
   */
  private static Map<Integer, Integer> translation(
      List<LegendEntry> predicted, List<LegendEntry> wanted, Map<Integer, String> names) {
    Map<Integer, Integer> values = new HashMap<>();
    if (predicted.isEmpty() || wanted.isEmpty()) {
      return values;
    }
    Map<String, Integer> byName =
        wanted.stream()
            .collect(Collectors.toMap(LegendEntry::name, LegendEntry::value, (a, b) -> a));
    int unused = GREATEST;
    for (LegendEntry entry : predicted) {
      Integer value = byName.get(entry.name());
      while (value == null && names.containsKey(unused)) {
        unused--;
      }
      int target = value == null ? unused : value;
      names.putIfAbsent(target, entry.name());
      values.put(entry.value(), target);
    }
    return values;
  }

  private static int id(double sample, RasterInfo info) throws InvalidRasterException {
    int id = (int) sample;
    if (id != sample || id < 0 || id > GREATEST) {
      throw new InvalidRasterException(
          "%s holds %s; class values from 0 to %d are expected"
              .formatted(info.name(), sample, GREATEST));
    }
    return id;
  }
}
