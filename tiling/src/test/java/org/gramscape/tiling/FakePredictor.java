package org.gramscape.tiling;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A predictor of one line; remembers which tiles it was given. */
final class FakePredictor implements TilePredictor {

  /** The value of a pixel of a tile. */
  @FunctionalInterface
  interface Rule {
    float value(Tile tile, int channel, int column, int row) throws IOException;
  }

  /** The scene's own pixel: {@code x + 1000 y}, exact for x, y up to some thousand. */
  static final Rule COORDINATES =
      (tile, channel, column, row) ->
          tile.window().column() + column + 1000f * (tile.window().row() + row) + channel;

  /** What the predictor sees in the first band. */
  static final Rule SAMPLES =
      (tile, channel, column, row) -> tile.samples()[row * tile.width() + column];

  /** Differs between tiles, so that blending has something to do. */
  static final Rule TILE_DEPENDENT =
      (tile, channel, column, row) ->
          (float) Math.sin(tile.index() * 12.9898 + channel + column * 0.1 + row * 0.37)
              * tile.samples()[row * tile.width() + column];

  final Queue<Integer> predicted = new ConcurrentLinkedQueue<>();
  private final int channels;
  private final Rule rule;

  FakePredictor(int channels, Rule rule) {
    this.channels = channels;
    this.rule = rule;
  }

  static FakePredictor constant(float value) {
    return new FakePredictor(1, (tile, channel, column, row) -> value);
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int sideMultiple() {
    return 1;
  }

  @Override
  public long workingMemory(int width, int height) {
    return 4L * channels * width * height;
  }

  @Override
  public Prediction predict(Tile tile) throws IOException {
    predicted.add(tile.index());
    float[] values = new float[channels * tile.width() * tile.height()];
    int i = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < tile.height(); row++) {
        for (int column = 0; column < tile.width(); column++) {
          values[i++] = rule.value(tile, channel, column, row);
        }
      }
    }
    return new Prediction(channels, tile.width(), tile.height(), values);
  }
}
