package org.gramscape.geoio.raster.jvm.decode;

import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/** Turns the stored bytes of a tile or strip into samples, a plane a band. */
public final class BlockDecoder {
  private final BlockFormat format;

  public BlockDecoder(BlockFormat format) {
    this.format = format;
  }

  /**
   * Decodes a block.
   *
   * @param stored may be changed
   * @param rows of the block that are stored
   * @return as many planes as there are samples a pixel, each {@code [rows, width]}
   * @throws DataFormatException if the stored bytes are damaged or too few
   */
  public Plane[] decode(byte[] stored, int rows) throws DataFormatException {
    Plane[] planes =
        format.compression() == Compression.JPEG
            ? JpegBlock.decode(format, stored, rows)
            : unpack(stored, rows);
    switch (format.color()) {
      case YCBCR_TO_RGB -> Colors.yCbCrToRgb(planes);
      case CMYK_TO_RGBA -> Colors.cmykToRgba(planes);
      case AS_STORED -> {}
    }
    return planes;
  }

  private Plane[] unpack(byte[] stored, int rows) throws DataFormatException {
    if (format.bitsReversed()) {
      for (int i = 0; i < stored.length; i++) {
        stored[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
      }
    }
    int rowBytes = Math.toIntExact(format.rowBytes());
    byte[] block = new byte[Math.multiplyExact(rowBytes, rows)];
    format.compression().decode(stored, block);
    ByteOrder order = format.order();
    if (format.predictor() == 2) {
      Predictor.addUp(block, rowBytes, format.bits(), format.samplesPerPixel(), order);
    } else if (format.predictor() == 3) {
      block = Predictor.joinPlanes(block, rowBytes, format.bits(), format.samplesPerPixel());
      order = ByteOrder.BIG_ENDIAN;
    }
    Plane[] planes = new Plane[format.samplesPerPixel()];
    for (int band = 0; band < planes.length; band++) {
      planes[band] = Plane.allocate(format.type(), rows * format.width());
      Unpacker.unpack(format, order, block, rowBytes, band, planes[band]);
    }
    return planes;
  }
}
