package org.gramscape.geoio.vector.gpkg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBConstants;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/** GeoPackage's binary geometry: a header with the envelope, then WKB (OGC 12-128r18, 2.1.3). */
final class GeometryBlob {
  private static final int FIXED_HEADER = 8;
  private static final int LITTLE_ENDIAN = 0x01;
  private static final int EMPTY = 0x10;
  private static final int POSITION_BYTES = 2 * Double.BYTES;
  private static final int ENVELOPE_XY = 1 << 1;

  /** Doubles in an envelope, by the flags' envelope code. */
  private static final int[] ENVELOPE_DOUBLES = {0, 4, 6, 6, 8};

  private GeometryBlob() {}

  static byte[] encode(Geometry geometry, int srsId) {
    boolean empty = geometry.isEmpty();
    int header = FIXED_HEADER + (empty ? 0 : 32);
    if (!empty && geometry instanceof Polygon polygon) {
      ByteBuffer blob = withHeader(geometry, srsId, header + polygonBytes(polygon));
      putPolygon(polygon, blob);
      return blob.array();
    }
    byte[] wkb = new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN).write(geometry);
    return withHeader(geometry, srsId, header + wkb.length).put(wkb).array();
  }

  private static ByteBuffer withHeader(Geometry geometry, int srsId, int length) {
    boolean empty = geometry.isEmpty();
    ByteBuffer blob = ByteBuffer.allocate(length);
    blob.order(ByteOrder.LITTLE_ENDIAN);
    blob.put((byte) 'G').put((byte) 'P').put((byte) 0);
    blob.put((byte) (LITTLE_ENDIAN | (empty ? EMPTY : ENVELOPE_XY)));
    blob.putInt(srsId);
    if (!empty) {
      Envelope box = geometry.getEnvelopeInternal();
      blob.putDouble(box.getMinX()).putDouble(box.getMaxX());
      blob.putDouble(box.getMinY()).putDouble(box.getMaxY());
    }
    return blob;
  }

  private static int polygonBytes(Polygon polygon) {
    int rings = 1 + polygon.getNumInteriorRing();
    return 1 + 2 * Integer.BYTES + rings * Integer.BYTES + polygon.getNumPoints() * POSITION_BYTES;
  }

  /** JTS's own writer goes through a stream, byte by byte; a map is millions of polygons. */
  private static void putPolygon(Polygon polygon, ByteBuffer blob) {
    blob.put((byte) WKBConstants.wkbNDR).putInt(WKBConstants.wkbPolygon);
    blob.putInt(1 + polygon.getNumInteriorRing());
    putRing(polygon.getExteriorRing().getCoordinateSequence(), blob);
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      putRing(polygon.getInteriorRingN(i).getCoordinateSequence(), blob);
    }
  }

  private static void putRing(CoordinateSequence ring, ByteBuffer blob) {
    blob.putInt(ring.size());
    for (int i = 0; i < ring.size(); i++) {
      blob.putDouble(ring.getX(i)).putDouble(ring.getY(i));
    }
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
