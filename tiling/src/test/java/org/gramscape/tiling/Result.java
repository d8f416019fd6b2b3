package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.gramscape.geoio.raster.PixelBlock;

/** Collects a raster's rows and checks that they come whole and in order. */
final class Result implements RowWriter {
  final int channels;
  final int width;
  final int height;

  /** {@code [channels, height, width]}. */
  final float[] values;

  final boolean[] valid;
  private int rows;

  Result(TileGrid grid, int channels) {
    this.channels = channels;
    width = grid.width();
    height = grid.height();
    values = new float[channels * width * height];
    valid = new boolean[values.length];
  }

  /** Runs a whole scene. */
  static Result of(TileReader reader, TilePredictor predictor, int threads) throws Exception {
    Result result = new Result(reader.plan().grid(), predictor.channels());
    new TiledInference(reader, predictor, threads, ProgressListener.NONE).run(result);
    result.assertComplete();
    return result;
  }

  @Override
  public void write(PixelBlock block) {
    assertThat(block.window().row()).isEqualTo(rows);
    assertThat(block.window().column()).isZero();
    assertThat(block.window().width()).isEqualTo(width);
    assertThat(block.bands()).isEqualTo(channels);
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < block.window().height(); row++) {
        for (int x = 0; x < width; x++) {
          int from = block.index(channel, row, x);
          int to = index(channel, x, rows + row);
          valid[to] = block.valid()[from];
          values[to] = (float) block.samples()[from];
          assertThat(Double.compare(values[to], block.samples()[from])).isZero(); // NaN too
        }
      }
    }
    rows += block.window().height();
  }

  void assertComplete() {
    assertThat(rows).isEqualTo(height);
  }

  int index(int channel, int x, int y) {
    return (channel * height + y) * width + x;
  }

  float value(int channel, int x, int y) {
    return values[index(channel, x, y)];
  }

  boolean valid(int x, int y) {
    return valid[index(0, x, y)];
  }

  /** Values and validity, to the last bit. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 5);
    for (int i = 0; i < values.length; i++) {
      bytes.putInt(Float.floatToRawIntBits(values[i])).put((byte) (valid[i] ? 1 : 0));
    }
    return bytes.array();
  }
}
