package org.gramscape.geoio.vector.gpkg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/** GeoPackage's binary geometry: a header with the envelope, then WKB (OGC 12-128r18, 2.1.3). */
final class GeometryBlob {
  private static final int FIXED_HEADER = 8;
  private static final int LITTLE_ENDIAN = 0x01;
  private static final int EMPTY = 0x10;
  private static final int ENVELOPE_XY = 1 << 1;

  /** Doubles in an envelope, by the flags' envelope code. */
  private static final int[] ENVELOPE_DOUBLES = {0, 4, 6, 6, 8};

  private GeometryBlob() {}

  static byte[] encode(Geometry geometry, int srsId) {
    byte[] wkb = new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN).write(geometry);
    boolean empty = geometry.isEmpty();
    ByteBuffer blob = ByteBuffer.allocate(FIXED_HEADER + (empty ? 0 : 32) + wkb.length);
    blob.order(ByteOrder.LITTLE_ENDIAN);
    blob.put((byte) 'G').put((byte) 'P').put((byte) 0);
    blob.put((byte) (LITTLE_ENDIAN | (empty ? EMPTY : ENVELOPE_XY)));
    blob.putInt(srsId);
    if (!empty) {
      Envelope box = geometry.getEnvelopeInternal();
      blob.putDouble(box.getMinX()).putDouble(box.getMaxX());
      blob.putDouble(box.getMinY()).putDouble(box.getMaxY());
    }
    return blob.put(wkb).array();
  }

  /**
   * @throws ParseException if the bytes are not such a geometry
   */
  static Geometry decode(byte[] blob, WKBReader reader) throws ParseException {
    if (blob.length < FIXED_HEADER || blob[0] != 'G' || blob[1] != 'P') {
      throw new ParseException("a geometry that does not start with GP");
    }
    int envelope = blob[3] >> 1 & 7;
    if (envelope >= ENVELOPE_DOUBLES.length) {
      throw new ParseException("a geometry with the unknown envelope code " + envelope);
    }
    int start = FIXED_HEADER + 8 * ENVELOPE_DOUBLES[envelope];
    if (start >= blob.length) {
      throw new ParseException("a geometry that ends within its header");
    }
    byte[] wkb = new byte[blob.length - start];
    System.arraycopy(blob, start, wkb, 0, wkb.length);
    return reader.read(wkb);
  }
}
