package org.gramscape.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * What a scene's samples look like: all of a small scene, an even scatter of windows of a large
 * one.
 *
 * @param bands one entry a band of the file
 * @param validShare of the pixels looked at, those with at least one valid band
 * @param blackShare of the pixels looked at, those that are valid and 0 in every band
 * @param complete whether every pixel was looked at
 */
public record SceneSurvey(
    List<Band> bands, double validShare, double blackShare, boolean complete) {
  private static final int SIDE = 128;
  private static final int MOST_WINDOWS = 256;

  /**
   * The valid samples of a band; NaN if there are none.
   *
   * @param low 2nd percentile
   * @param high 98th percentile
   */
  public record Band(double min, double max, double mean, double low, double high) {

    static Band of(double[] values) {
      if (values.length == 0) {
        return new Band(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
      }
      Arrays.sort(values);
      int last = values.length - 1;
      return new Band(
          values[0],
          values[last],
          Arrays.stream(values).average().orElseThrow(),
          values[(int) Math.round(0.02 * last)],
          values[(int) Math.round(0.98 * last)]);
    }
  }

  /** Looks at a scene. */
  public static SceneSurvey of(RasterSource source) throws IOException {
    RasterInfo info = source.info();
    int[] all = IntStream.range(0, info.bands().size()).toArray();
    List<Window> windows = windows(info);
    long pixels = 0;
    long valid = 0;
    long black = 0;
    List<double[]> blocks = new ArrayList<>();
    for (Window window : windows) {
      PixelBlock block = source.read(window, all);
      pixels += window.size();
      for (int i = 0; i < window.size(); i++) {
        boolean any = false;
        boolean dark = true;
        for (int band = 0; band < all.length; band++) {
          int at = band * window.size() + i;
          if (!isAlpha(info, band)) {
            any |= block.valid()[at];
            dark &= block.valid()[at] && block.samples()[at] == 0;
          }
        }
        valid += any ? 1 : 0;
        black += dark ? 1 : 0;
      }
      for (int i = 0; i < block.samples().length; i++) {
        if (!block.valid()[i]) {
          block.samples()[i] = Double.NaN;
        }
      }
      blocks.add(block.samples());
    }
    List<Band> bands = new ArrayList<>();
    for (int band : all) {
      bands.add(Band.of(values(blocks, band, all.length)));
    }
    return new SceneSurvey(
        bands,
        (double) valid / pixels,
        (double) black / pixels,
        pixels == (long) info.width() * info.height());
  }

  /** Alpha is valid where it says that nothing else is. */
  static boolean isAlpha(RasterInfo info, int band) {
    return info.bands().get(band).role() == BandInfo.Role.ALPHA;
  }

  private static double[] values(List<double[]> blocks, int band, int bands) {
    return blocks.stream()
        .flatMapToDouble(
            samples -> {
              int size = samples.length / bands;
              return Arrays.stream(samples, band * size, (band + 1) * size);
            })
        .filter(Double::isFinite)
        .toArray();
  }

  /** Every window of a grid, or evenly spread ones if there are too many. */
  private static List<Window> windows(RasterInfo info) {
    long across = (info.width() + SIDE - 1) / SIDE;
    long down = (info.height() + SIDE - 1) / SIDE;
    long count = Math.min(across * down, MOST_WINDOWS);
    List<Window> windows = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      long place = count == across * down ? n : scattered(n, across * down);
      int column = (int) (place % across) * SIDE;
      int row = (int) (place / across) * SIDE;
      windows.add(
          new Window(
              column,
              row,
              Math.min(SIDE, info.width() - column),
              Math.min(SIDE, info.height() - row)));
    }
    return windows;
  }

  /** Steps of the golden ratio fill a range evenly without ever aligning with its rows. */
  private static long scattered(long n, long range) {
    return (long) (((n + 1) * 0.6180339887498949 % 1) * range);
  }
}
