package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.style.ClassStyle;
import org.gramscape.geoio.style.LegendEntry;

/**
 * Takes rows of shares, a band a class, and writes the class with the greatest share to one raster
 * and that share in percent to another, with a style beside the classes; if asked for, all shares
 * in percent to a third.
 */
final class ClassSink implements RasterSink {
  private static final double PERCENT = 100;

  private final Path output;
  private final List<LegendEntry> legend;
  private final RasterSink classes;
  private final RasterSink confidence;
  private final Optional<RasterSink> probabilities;

  /** Takes over the sinks. */
  ClassSink(
      Path output,
      List<LegendEntry> legend,
      RasterSink classes,
      RasterSink confidence,
      Optional<RasterSink> probabilities) {
    this.output = output;
    this.legend = legend;
    this.classes = classes;
    this.confidence = confidence;
    this.probabilities = probabilities;
  }

  @Override
  public void write(PixelBlock shares) throws IOException {
    int size = shares.window().size();
    PixelBlock best = PixelBlock.zeros(shares.window(), 1);
    PixelBlock percent = PixelBlock.zeros(shares.window(), 1);
    for (int pixel = 0; pixel < size; pixel++) {
      int winner = 0;
      for (int c = 1; c < legend.size(); c++) {
        if (shares.samples()[c * size + pixel] > shares.samples()[winner * size + pixel]) {
          winner = c;
        }
      }
      best.samples()[pixel] = legend.get(winner).value();
      percent.samples()[pixel] = percent(shares.samples()[winner * size + pixel]);
      best.valid()[pixel] = shares.valid()[pixel];
      percent.valid()[pixel] = shares.valid()[pixel];
    }
    classes.write(best);
    confidence.write(percent);
    if (probabilities.isPresent()) {
      for (int i = 0; i < shares.samples().length; i++) {
        shares.samples()[i] = percent(shares.samples()[i]);
      }
      probabilities.get().write(shares);
    }
  }

  private static double percent(double share) {
    return Math.min(PERCENT, Math.rint(PERCENT * share));
  }

  /** The classes come last: where they are, all else is. */
  @Override
  public void commit() throws IOException {
    if (probabilities.isPresent()) {
      probabilities.get().commit();
    }
    confidence.commit();
    classes.commit();
    ClassStyle.raster(legend).writeBeside(output);
  }

  @Override
  public void close() throws IOException {
    try (classes;
        confidence) {
      if (probabilities.isPresent()) {
        probabilities.get().close();
      }
    }
  }
}
