package org.gramscape.tiling;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A tile's prediction in bytes, big-endian: index, channels, width, height, then the floats. They
 * are not compressed: that would take a tenth of a small network's time, and save a third of the
 * disk for as long as the run takes.
 */
record PredictionRecord(int index, Prediction prediction) {
  private static final int HEADER = 4 * Integer.BYTES;

  byte[] encode() {
    float[] values = prediction.values();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + Math.multiplyExact(values.length, Float.BYTES));
    bytes
        .putInt(index)
        .putInt(prediction.channels())
        .putInt(prediction.width())
        .putInt(prediction.height());
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** The tile that a record is of. */
  static int index(byte[] record) {
    return ByteBuffer.wrap(record).getInt();
  }

  static PredictionRecord decode(byte[] record) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(record);
    int index = bytes.getInt();
    int channels = bytes.getInt();
    int width = bytes.getInt();
    int height = bytes.getInt();
    float[] values = new float[Math.multiplyExact(channels, Math.multiplyExact(width, height))];
    if (bytes.remaining() != (long) values.length * Float.BYTES) {
      throw new IOException("the journal's record of tile " + index + " has the wrong length");
    }
    bytes.asFloatBuffer().get(values);
    return new PredictionRecord(index, new Prediction(channels, width, height, values));
  }
}
