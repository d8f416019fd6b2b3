package org.gramscape.training.scenes;

import java.util.List;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.tiling.ScaleRule;

/**
 * How training sees scenes.
 *
 * @param backend who reads rasters
 * @param bands of each scene that are read, from 0; empty for all but alpha
 * @param scaling of stored samples to [0, 1], as for maps
 * @param window side of a window in pixels of the scene
 * @param leastFactor of the window, at least: how much finer than its scene a ground sample
 *     distance may look
 * @param mostFactor of the window, at most
 * @param mostShare of the windows that come from the same scene, however large it is
 * @param leastValid share of a window's pixels that are valid
 * @param keptBytes that decoded scenes may take; the others are read window by window
 */
public record SceneSettings(
    Backend backend,
    List<Integer> bands,
    ScaleRule scaling,
    int window,
    double leastFactor,
    double mostFactor,
    double mostShare,
    double leastValid,
    long keptBytes) {
  private static final int WINDOW = 256;

  public SceneSettings {
    bands = List.copyOf(bands);
    if (window < 1 || !(0 < leastFactor && leastFactor <= mostFactor && mostFactor < 100)) {
      throw new IllegalArgumentException(
          "windows of %d px, %s to %s times as large; a size and factors above 0 are expected"
              .formatted(window, leastFactor, mostFactor));
    }
    if (!(mostShare > 0 && mostShare <= 1 && leastValid > 0 && leastValid <= 1)) {
      throw new IllegalArgumentException(
          "at most %s of the windows from a scene, %s of a window valid; shares above 0 to 1 are"
                  .formatted(mostShare, leastValid)
              + " expected");
    }
  }

  /** What is usual, for windows that are at least as large as the largest crop. */
  public static SceneSettings usual(int largestCrop) {
    return new SceneSettings(
        Backend.AUTO,
        List.of(),
        ScaleRule.BITS,
        Math.max(WINDOW, largestCrop),
        0.5,
        2,
        0.25,
        0.75,
        Runtime.getRuntime().maxMemory() / 4);
  }
}
