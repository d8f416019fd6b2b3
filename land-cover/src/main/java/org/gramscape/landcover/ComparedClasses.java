package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.tiling.AlignedSource;

/**
 * A class raster and the truth on the truth's grid, as a raster of three bands; valid where both
 * are.
 *
 * <p>If both name their classes (see {@link ClassLegend}), equal names mean equal classes;
 * otherwise equal values do.
 */
public final class ComparedClasses implements RasterSource {
  /** The band of the map's classes, by the truth's values. */
  public static final int PREDICTION = 0;

  /** The band of the true classes. */
  public static final int TRUTH = 1;

  /** The band that is 0 where they agree, else 1. */
  public static final int WRONG = 2;

  private static final int GREATEST = 255;

  private final RasterSource truth;
  private final RasterInfo predictionInfo;
  private final RasterSource aligned;
  private final Map<Integer, String> names;
  private final Map<Integer, Integer> values;

  /**
   * Both stay the caller's.
   *
   * @throws org.gramscape.geoio.InvalidRasterException if one has several bands
   */
  public ComparedClasses(RasterSource prediction, RasterSource truth) throws IOException {
    ClassRasters.requireOneBand(prediction.info());
    ClassRasters.requireOneBand(truth.info());
    this.truth = truth;
    this.predictionInfo = prediction.info();
    this.aligned = new AlignedSource(prediction, truth.info(), AlignedSource.Method.NEAREST);
    List<LegendEntry> predicted = ClassLegend.of(prediction.info());
    List<LegendEntry> wanted = ClassLegend.of(truth.info());
    this.names = names(wanted.isEmpty() ? predicted : wanted);
    this.values = translation(predicted, wanted, names);
  }

  /** The truth's grid. */
  @Override
  public RasterInfo info() {
    return truth.info();
  }

  /** Names of classes by their value here; a class may have none. */
  public Map<Integer, String> names() {
    return Map.copyOf(names);
  }

  /** The colours of the classes that were scored: the truth's, or the map's, or standard ones. */
  public List<LegendEntry> legend(ClassScores scores) {
    Map<String, Integer> known = new HashMap<>();
    ClassLegend.of(predictionInfo).forEach(entry -> known.put(entry.name(), entry.rgb()));
    ClassLegend.of(truth.info()).forEach(entry -> known.put(entry.name(), entry.rgb()));
    List<LegendEntry> legend = new ArrayList<>();
    for (ClassScores.ClassScore score : scores.classes()) {
      int standard = ClassColors.of(score.name(), legend.size());
      legend.add(
          new LegendEntry(score.id(), score.name(), known.getOrDefault(score.name(), standard)));
    }
    return legend;
  }

  /** The rasters' names, for messages. */
  String pair() {
    return predictionInfo.name() + " and " + truth.info().name();
  }

  /**
   * @throws org.gramscape.geoio.InvalidRasterException if either holds no classes from 0 to 255
   */
  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    PixelBlock classes = aligned.read(window, 0);
    PixelBlock known = truth.read(window, 0);
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    int size = window.size();
    for (int i = 0; i < size; i++) {
      boolean both = classes.valid()[i] && known.valid()[i];
      int value = both ? ClassScan.value(classes.samples()[i], predictionInfo) : 0;
      int mapped = values.getOrDefault(value, value);
      int right = both ? ClassScan.value(known.samples()[i], truth.info()) : 0;
      for (int band = 0; band < bands.length; band++) {
        block.valid()[band * size + i] = both;
        block.samples()[band * size + i] =
            switch (bands[band]) {
              case PREDICTION -> mapped;
              case TRUTH -> right;
              default -> mapped == right ? 0 : 1;
            };
      }
    }
    return block;
  }

  /** Leaves both open: they belong to whoever opened them. */
  @Override
  public void close() {}

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
}
