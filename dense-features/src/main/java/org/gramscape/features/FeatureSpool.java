package org.gramscape.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.RowWriter;

/**
 * Keeps a scene's features in a temporary file, so that what needs them twice (ranges, principal
 * components) does not compute them twice. Invalid samples are NaN. Closing deletes the file.
 */
public final class FeatureSpool implements RowWriter, AutoCloseable {
  private final int channels;
  private final int width;
  private final PendingFile file;
  private final FileChannel channel;
  private int rows;

  /**
   * @param output what the features are for; the file lies beside it and takes 4 bytes a channel
   *     and patch
   */
  public FeatureSpool(Path output, int channels, int width) throws IOException {
    this.channels = channels;
    this.width = width;
    this.file = PendingFile.beside(output, true);
    this.channel =
        FileChannel.open(
            file.path(),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW);
  }

  @Override
  public void write(PixelBlock block) throws IOException {
    for (int row = 0; row < block.window().height(); row++) {
      ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int c = 0; c < channels; c++) {
        int from = block.index(c, row, 0);
        for (int x = 0; x < width; x++) {
          floats.put(block.valid()[from + x] ? (float) block.samples()[from + x] : Float.NaN);
        }
      }
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      rows++;
    }
  }

  /** Hands all rows to {@code out} again, one at a time. */
  public void replay(RowWriter out) throws IOException {
    for (int row = 0; row < rows; row++) {
      ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, (long) row * rowBytes() + bytes.position()) < 0) {
          throw new IOException(file.path() + " was cut short while in use");
        }
      }
      FloatBuffer floats = bytes.flip().asFloatBuffer();
      double[] samples = new double[channels * width];
      boolean[] valid = new boolean[samples.length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = floats.get(i);
        valid[i] = !Double.isNaN(samples[i]);
      }
      out.write(new PixelBlock(new Window(0, row, width, 1), channels, samples, valid));
    }
  }

  private int rowBytes() {
    return Math.multiplyExact(Float.BYTES, Math.multiplyExact(channels, width));
  }

  @Override
  public void close() throws IOException {
    try (file) {
      channel.close();
    }
  }
}
