package org.gramscape.cli.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.SampleScaling;

/** A raster as a picture; what is invalid is transparent. */
public record Picture(BufferedImage image) {
  private static final int OPAQUE = 0xff000000;

  /**
   * A scene in its colours.
   *
   * @param bands red, green and blue, from 0
   * @param longestSide the most pixels that the picture's longer side may have
   */
  public static Picture ofColors(
      RasterSource source, int[] bands, SampleScaling scaling, int longestSide) throws IOException {
    return reduce(
        source,
        bands,
        true,
        longestSide,
        values -> {
          int color = OPAQUE;
          for (int k = 0; k < bands.length; k++) {
            int level = Math.round(255 * scaling.scale(bands[k], values[k]));
            color |= level << (16 - 8 * k);
          }
          return color;
        });
  }

  /** The means of a band's quantities, in colours. */
  public static Picture ofQuantities(
      RasterSource source, int band, Palette palette, int longestSide) throws IOException {
    return reduce(source, new int[] {band}, true, longestSide, v -> OPAQUE | palette.color(v[0]));
  }

  /** A band's classes, in colours. */
  public static Picture ofClasses(RasterSource source, int band, Palette palette, int longestSide)
      throws IOException {
    return reduce(source, new int[] {band}, false, longestSide, v -> OPAQUE | palette.color(v[0]));
  }

  private interface Pixel {
    int color(double[] values);
  }

  /** Each pixel from a square of the raster's: their mean, or the middle one. */
  private static Picture reduce(
      RasterSource source, int[] bands, boolean mean, int longestSide, Pixel pixel)
      throws IOException {
    RasterInfo info = source.info();
    int step = Math.max(1, -Math.floorDiv(-Math.max(info.width(), info.height()), longestSide));
    int width = Math.max(1, info.width() / step);
    int height = Math.max(1, info.height() / step);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      int rows = Math.min(step, info.height() - y * step);
      PixelBlock block = source.read(new Window(0, y * step, info.width(), rows), bands);
      for (int x = 0; x < width; x++) {
        double[] values = mean ? mean(block, x * step, step) : middle(block, x * step, step);
        if (values != null) {
          image.setRGB(x, y, pixel.color(values));
        }
      }
    }
    return new Picture(image);
  }

  /** The means of the valid samples of a square; null if there is none in some band. */
  private static double[] mean(PixelBlock block, int column, int step) {
    double[] sums = new double[block.bands()];
    int[] counts = new int[block.bands()];
    int end = Math.min(column + step, block.window().width());
    for (int band = 0; band < sums.length; band++) {
      for (int row = 0; row < block.window().height(); row++) {
        for (int x = column; x < end; x++) {
          int i = block.index(band, row, x);
          if (block.valid()[i]) {
            sums[band] += block.samples()[i];
            counts[band]++;
          }
        }
      }
    }
    for (int band = 0; band < sums.length; band++) {
      if (counts[band] == 0) {
        return null;
      }
      sums[band] /= counts[band];
    }
    return sums;
  }

  private static double[] middle(PixelBlock block, int column, int step) {
    int x = Math.min(column + step / 2, block.window().width() - 1);
    int row = Math.min(step / 2, block.window().height() - 1);
    if (IntStream.range(0, block.bands()).anyMatch(b -> !block.valid()[block.index(b, row, x)])) {
      return null;
    }
    return IntStream.range(0, block.bands())
        .mapToDouble(b -> block.samples()[block.index(b, row, x)])
        .toArray();
  }

  /** The picture made {@code factor} times larger, smoothly. */
  public Picture enlarged(int factor) {
    int width = image.getWidth() * factor;
    int height = image.getHeight() * factor;
    BufferedImage larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = larger.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return new Picture(larger);
  }

  /** Writes a PNG, whole or not at all. */
  public void writePng(Path file, boolean overwrite) throws IOException {
    try (PendingFile pending = PendingFile.beside(file, overwrite)) {
      try (var out = Files.newOutputStream(pending.path())) {
        ImageIO.write(image, "png", out);
      }
      pending.commit();
    }
  }
}
