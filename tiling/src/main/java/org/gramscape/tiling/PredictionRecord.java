package org.gramscape.tiling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** A tile's prediction in bytes: index, channels, width, height, then the floats, deflated. */
record PredictionRecord(int index, Prediction prediction) {
  private static final int HEADER = 4 * Integer.BYTES;

  byte[] encode() throws IOException {
    ByteBuffer values = ByteBuffer.allocate(prediction.values().length * Float.BYTES);
    values.asFloatBuffer().put(prediction.values());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEADER + values.capacity());
    bytes.write(
        ByteBuffer.allocate(HEADER)
            .putInt(index)
            .putInt(prediction.channels())
            .putInt(prediction.width())
            .putInt(prediction.height())
            .array());
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
      out.write(values.array());
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /** The tile that a record is of. */
  static int index(byte[] record) {
    return ByteBuffer.wrap(record).getInt();
  }

  static PredictionRecord decode(byte[] record) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(record);
    int index = header.getInt();
    int channels = header.getInt();
    int width = header.getInt();
    int height = header.getInt();
    float[] values = new float[Math.multiplyExact(channels, Math.multiplyExact(width, height))];
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(record, HEADER, record.length - HEADER);
      if (inflater.inflate(bytes) != bytes.length) {
        throw new IOException("the journal's record of tile " + index + " is too short");
      }
    } catch (DataFormatException e) {
      throw new IOException("the journal's record of tile " + index + " is damaged", e);
    } finally {
      inflater.end();
    }
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return new PredictionRecord(index, new Prediction(channels, width, height, values));
  }
}
