package org.gramscape.geoio.raster.jvm.decode;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.zip.DataFormatException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A tile or strip that is a JPEG image (Adobe TIFF technical note 2), by the runtime's decoder. */
final class JpegBlock {
  private static final int MARKER_BYTES = 2;

  /**
   * Of a progressive image that an encoder makes there are ten or so; each is a look at all of it.
   */
  private static final int MOST_SCANS = 100;

  private JpegBlock() {}

  static Plane[] decode(BlockFormat format, byte[] stored, int rows) throws DataFormatException {
    requireFewScans(stored);
    ImageReader reader = reader();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(
            new ByteArrayInputStream(withTables(format.jpegTables(), stored)))) {
      String[] warning = {null};
      reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
      reader.setInput(stream, true, true);
      checkSize(reader, format, rows);
      Raster pixels = reader.readRaster(0, null);
      if (warning[0] != null) {
        throw new DataFormatException(warning[0]);
      }
      return planes(format, pixels, rows);
    } catch (IOException | RuntimeException e) {
      throw damaged(String.valueOf(e.getMessage()));
    } finally {
      reader.dispose();
    }
  }

  /** A few bytes a scan would keep a decoder at work for hours; libtiff has the same bound. */
  private static void requireFewScans(byte[] stored) throws DataFormatException {
    int scans = 0;
    for (int i = 0; i + 1 < stored.length; i++) {
      if (stored[i] == (byte) 0xff && stored[i + 1] == (byte) 0xda) {
        scans++;
      }
    }
    if (scans > MOST_SCANS) {
      throw damaged("%d scans, and %d at most are expected".formatted(scans, MOST_SCANS));
    }
  }

  private static DataFormatException damaged(String what) {
    return new DataFormatException("its JPEG: " + what);
  }

  private static ImageReader reader() throws DataFormatException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      // Others may have been installed that know less.
      if (reader.canReadRaster()) {
        return reader;
      }
    }
    throw new DataFormatException("this Java runtime has no decoder for JPEG");
  }

  /** The size that the block declares, which bounds what decoding it takes; a last strip is cut. */
  private static void checkSize(ImageReader reader, BlockFormat format, int rows)
      throws IOException, DataFormatException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width != format.width() || height < rows || height > format.height()) {
      throw damaged(
          "%d x %d pixels where %d x %d are expected"
              .formatted(width, height, format.width(), rows));
    }
  }

  /** The tables' end and the image's start are left out between the two. */
  private static byte[] withTables(byte[] tables, byte[] image) {
    if (tables.length < 2 * MARKER_BYTES || image.length < MARKER_BYTES) {
      return image;
    }
    int kept = tables.length - MARKER_BYTES;
    byte[] whole = Arrays.copyOf(tables, kept + image.length - MARKER_BYTES);
    System.arraycopy(image, MARKER_BYTES, whole, kept, image.length - MARKER_BYTES);
    return whole;
  }

  private static Plane[] planes(BlockFormat format, Raster pixels, int rows)
      throws DataFormatException {
    int bands = format.samplesPerPixel();
    if (pixels.getNumBands() != bands) {
      throw damaged(pixels.getNumBands() + " samples a pixel where " + bands + " are expected");
    }
    byte[] interleaved = ((DataBufferByte) pixels.getDataBuffer()).getData();
    Plane[] planes = new Plane[bands];
    for (int band = 0; band < bands; band++) {
      planes[band] = Plane.allocate(format.type(), rows * format.width());
      byte[] samples = (byte[]) planes[band].samples();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = interleaved[i * bands + band];
      }
    }
    return planes;
  }
}
