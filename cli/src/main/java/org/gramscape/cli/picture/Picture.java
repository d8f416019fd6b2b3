package org.gramscape.cli.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Files are tiled: many rows a read, so that each tile is read but once or twice. */
  private static final int READ_PIXELS = 1 << 20;

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
    int rowsAtOnce = Math.max(1, READ_PIXELS / (info.width() * step));
    for (int top = 0; top < height; top += rowsAtOnce) {
      int end = Math.min(height, top + rowsAtOnce);
      int rows = Math.min(end * step, info.height()) - top * step;
      PixelBlock block = source.read(new Window(0, top * step, info.width(), rows), bands);
      for (int y = top; y < end; y++) {
        for (int x = 0; x < width; x++) {
          Window cell = cell(block.window(), x * step, (y - top) * step, step);
          double[] values = mean ? mean(block, cell) : middle(block, cell);
          if (values != null) {
            image.setRGB(x, y, pixel.color(values));
          }
        }
      }
    }
    return new Picture(image);
  }

  /** A square of a block, counted from the block's corner, as far as it lies in the block. */
  private static Window cell(Window block, int column, int row, int side) {
    return new Window(
        column, row, Math.min(side, block.width() - column), Math.min(side, block.height() - row));
  }

  /** The means of the valid samples of a cell; null if there is none in some band. */
  private static double[] mean(PixelBlock block, Window cell) {
    double[] means = new double[block.bands()];
    for (int band = 0; band < means.length; band++) {
      double sum = 0;
      int count = 0;
      for (int row = cell.row(); row < cell.endRow(); row++) {
        for (int column = cell.column(); column < cell.endColumn(); column++) {
          int i = block.index(band, row, column);
          if (block.valid()[i]) {
            sum += block.samples()[i];
            count++;
          }
        }
      }
      if (count == 0) {
        return null;
      }
      means[band] = sum / count;
    }
    return means;
  }

  /** The samples in the middle of a cell; null if one is invalid. */
  private static double[] middle(PixelBlock block, Window cell) {
    int row = cell.row() + cell.height() / 2;
    int column = cell.column() + cell.width() / 2;
    double[] values = new double[block.bands()];
    for (int band = 0; band < values.length; band++) {
      int i = block.index(band, row, column);
      if (!block.valid()[i]) {
        return null;
      }
      values[band] = block.samples()[i];
    }
    return values;
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
