package org.gramscape.geoio.raster.jvm.decode;

import java.nio.ByteOrder;
import org.gramscape.geoio.raster.SampleType;

/**
 * How the samples of a tile or strip are stored.
 *
 * @param width of a block in pixels
 * @param height of a block in pixels; the last strip of an image may have fewer rows
 * @param bits a stored sample
 * @param type what a decoded sample is: the narrowest that holds the stored ones
 * @param samplesPerPixel in one block; 1 if each band has blocks of its own
 * @param predictor 1 none, 2 differences, 3 byte planes of floats
 * @param bitsReversed whether the first bit of a byte is its least (fill order 2)
 * @param color what is done to colours
 * @param jpegTables what JPEG blocks share; empty if nothing
 */
public record BlockFormat(
    int width,
    int height,
    Compression compression,
    ByteOrder order,
    int bits,
    SampleType type,
    int samplesPerPixel,
    int predictor,
    boolean bitsReversed,
    Color color,
    byte[] jpegTables) {

  /** Colours that are stored otherwise than they are handed out, as GDAL does. */
  public enum Color {
    AS_STORED,
    /** Luminance and two chrominances become red, green and blue. */
    YCBCR_TO_RGB,
    /** Four inks become red, green, blue and an alpha of 255. */
    CMYK_TO_RGBA
  }

  /** The bytes of a row of a block; rows begin at whole bytes. */
  public long rowBytes() {
    return ((long) width * samplesPerPixel * bits + 7) / 8;
  }
}
