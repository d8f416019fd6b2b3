package org.gramscape.geoio.raster.jvm;

import it.geosolutions.imageio.plugins.tiff.TIFFImageReadParam;
import it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReader;
import it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReaderSpi;
import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReadParam;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Window;

/**
 * Decodes the pixels of one checked image with GeoTools' TIFF reader, a tile or strip at a time:
 * over several strips at once that reader applies LZW's predictor wrongly.
 */
final class TiffPixels implements AutoCloseable {
  private final Path file;
  private final int directory;
  private final TiffImage image;
  private final ImageInputStream stream;
  private final TIFFImageReader reader;
  private final BlockCache cache;
  private int decodes;

  TiffPixels(Path file, int directory, TiffImage image) throws IOException {
    this.file = file;
    this.directory = directory;
    this.image = image;
    this.stream = new FileImageInputStream(file.toFile());
    this.reader = new TIFFImageReader(new TIFFImageReaderSpi());
    reader.setInput(stream, false, true);
    this.cache = new BlockCache(image, this::decode);
  }

  TiffImage image() {
    return image;
  }

  /** How often a tile or strip, or a part of one, was decoded so far. */
  int decodes() {
    return decodes;
  }

  /** Takes the part of one tile or strip that lies within a window. */
  interface Consumer {
    /**
     * @param pixels null if the file leaves the tile out
     * @param part its place in the image
     */
    void accept(Raster pixels, Rectangle part);
  }

  /**
   * Decodes a window.
   *
   * @throws InvalidRasterException if the file is damaged there
   */
  void read(Window window, Consumer consumer) throws InvalidRasterException {
    int side = image.blockWidth();
    Rectangle wanted =
        new Rectangle(window.column(), window.row(), window.width(), window.height());
    for (int r = window.row() / image.blockHeight();
        r * (long) image.blockHeight() < window.endRow();
        r++) {
      for (int c = window.column() / side; c * (long) side < window.endColumn(); c++) {
        Rectangle part =
            new Rectangle(c * side, r * image.blockHeight(), side, image.blockHeight())
                .intersection(wanted);
        int index = r * image.blocksAcross() + c;
        consumer.accept(image.leftOut().get(index) ? null : cache.read(index, part), part);
      }
    }
  }

  private Raster decode(Rectangle part) throws InvalidRasterException {
    ImageReadParam param = new TIFFImageReadParam();
    param.setSourceRegion(part);
    decodes++;
    try {
      Raster pixels = reader.read(directory, param).getRaster();
      if (pixels.getWidth() == part.width && pixels.getHeight() == part.height) {
        return pixels;
      }
      throw damaged(part, null);
    } catch (InvalidRasterException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(part, e);
    }
  }

  private InvalidRasterException damaged(Rectangle part, Exception cause) {
    return new InvalidRasterException(
        "%s cannot be decoded at column %d, row %d%s; fetch or export it again"
            .formatted(file, part.x, part.y, cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }

  /** A sample as the file stores it; column and row are relative to {@code pixels}. */
  double sample(Raster pixels, int column, int row, int band) {
    return switch (image.sampleType()) {
      case UINT8 -> {
        int sample = pixels.getSample(column, row, band);
        // The reader turns these samples round to make black zero.
        yield image.photometric() == TiffImage.PHOTOMETRIC_WHITE_IS_ZERO ? 255 - sample : sample;
      }
      case INT8 -> (byte) pixels.getSample(column, row, band);
      case UINT16, INT16, INT32 -> pixels.getSample(column, row, band);
      case UINT32 -> pixels.getSample(column, row, band) & 0xffffffffL;
      case FLOAT32 -> pixels.getSampleFloat(column, row, band);
      case FLOAT64 -> pixels.getSampleDouble(column, row, band);
    };
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    stream.close();
  }
}
