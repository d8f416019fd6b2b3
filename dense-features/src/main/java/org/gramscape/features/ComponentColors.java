package org.gramscape.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;

/**
 * The three strongest principal components as red, green and blue.
 *
 * <p>Each component runs from its 2nd to its 98th percentile over the scene's patches; what lies
 * beyond is cut off. Of very many patches every n-th is asked.
 */
public final class ComponentColors {
  private static final int COLORS = 3;
  private static final long MOST_VECTORS = 20_000;

  private final PrincipalComponents components;
  private final double[] low = new double[COLORS];
  private final double[] high = new double[COLORS];
  private long seen;

  private ComponentColors(PrincipalComponents components) {
    this.components = components;
  }

  /**
   * The colours of a scene whose features are in {@code spool}.
   *
   * @throws IllegalStateException if no patch is valid
   */
  public static ComponentColors of(FeatureSpool spool, int channels, long patches)
      throws IOException {
    PrincipalComponents.Accumulator sums =
        new PrincipalComponents.Accumulator(channels, patches, MOST_VECTORS);
    spool.replay(sums::add);
    ComponentColors colors = new ComponentColors(sums.strongest(COLORS));
    List<double[]> coordinates = new ArrayList<>();
    long every = Math.max(1, patches / MOST_VECTORS);
    spool.replay(rows -> colors.collect(rows, every, coordinates));
    for (int k = 0; k < COLORS; k++) {
      int component = k;
      double[] sorted = coordinates.stream().mapToDouble(c -> c[component]).sorted().toArray();
      colors.low[k] = sorted[(int) (0.02 * (sorted.length - 1))];
      colors.high[k] = sorted[(int) Math.ceil(0.98 * (sorted.length - 1))];
    }
    return colors;
  }

  private void collect(PixelBlock rows, long every, List<double[]> coordinates) {
    for (int i = 0; i < rows.window().size(); i++) {
      if (rows.valid()[i] && seen++ % every == 0) {
        coordinates.add(coordinates(rows, i));
      }
    }
  }

  private double[] coordinates(PixelBlock rows, int i) {
    double[] vector = new double[rows.bands()];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = rows.samples()[c * rows.window().size() + i];
    }
    return Arrays.copyOf(components.project(vector), COLORS);
  }

  /** Rows of features {@code [channels, height, width]} as colours in [0, 1], three bands. */
  public PixelBlock apply(PixelBlock rows) {
    Window window = rows.window();
    int size = window.size();
    PixelBlock colors =
        new PixelBlock(window, COLORS, new double[COLORS * size], new boolean[COLORS * size]);
    for (int i = 0; i < size; i++) {
      if (rows.valid()[i]) {
        double[] place = coordinates(rows, i);
        for (int k = 0; k < COLORS; k++) {
          double range = Math.max(high[k] - low[k], 1e-12);
          colors.samples()[k * size + i] = Math.max(0, Math.min(1, (place[k] - low[k]) / range));
          colors.valid()[k * size + i] = true;
        }
      }
    }
    return colors;
  }
}
