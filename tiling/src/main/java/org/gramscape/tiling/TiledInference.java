package org.gramscape.tiling;

import java.io.IOException;

/**
 * Runs a scene through a predictor, into a raster of the scene's own pixels.
 *
 * <p>What {@link TilePipeline} guarantees holds here. The caller opens and closes source and sink,
 * and commits the sink:
 *
 * <pre>{@code
 * try (Journal journal = Journal.open(Journal.beside(output), fingerprint, resume)) {
 *   new TiledInference(reader, journal.recording(predictor), threads, progress).run(sink::write);
 *   sink.commit();
 *   journal.delete();
 * }
 * }</pre>
 */
public final class TiledInference {
  private final TilePredictor predictor;
  private final Resampling toScene;
  private final TilePipeline pipeline;

  /**
   * @param threads how many tiles are predicted at once
   * @throws IllegalArgumentException if there is no thread, or the predictor cannot take tiles of
   *     the plan's size
   */
  public TiledInference(
      TileReader reader, TilePredictor predictor, int threads, ProgressListener listener) {
    TilePlan plan = reader.plan();
    TileGrid grid = plan.grid();
    plan.requireSideMultiple(predictor.sideMultiple());
    this.predictor = predictor;
    this.toScene =
        Resampling.between(
            plan.tileWidth(), plan.tileHeight(), grid.across().tile(), grid.down().tile());
    double side = predictor.sideMultiple();
    SeamMeter seams =
        new SeamMeter(
            grid,
            side * grid.across().tile() / plan.tileWidth(),
            side * grid.down().tile() / plan.tileHeight());
    this.pipeline =
        new TilePipeline(
            reader, this::contribution, grid, predictor.channels(), threads, listener, seams);
  }

  /**
   * Predicts the whole scene and hands its rows to {@code out}.
   *
   * @throws IOException what reading, predicting or writing threw first
   * @throws InterruptedException if the thread was interrupted
   */
  public InferenceSummary run(RowWriter out) throws IOException, InterruptedException {
    return pipeline.run(out);
  }

  private Contribution contribution(SceneTile sceneTile) throws IOException {
    Tile tile = sceneTile.tile();
    Prediction prediction = predictor.predict(tile);
    int channels = predictor.channels();
    if (prediction.width() != tile.width()
        || prediction.height() != tile.height()
        || prediction.channels() != channels) {
      throw new IllegalStateException(
          "the predictor gave %d x %d x %d values for tile %d, not %d x %d x %d"
              .formatted(
                  prediction.channels(),
                  prediction.height(),
                  prediction.width(),
                  tile.index(),
                  channels,
                  tile.height(),
                  tile.width()));
    }
    float[] values = toScene.apply(prediction.values(), channels);
    return new Contribution(tile.index(), values, sceneTile.valid());
  }
}
