package org.gramscape.cli.doctor;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.cli.Text;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.Journal;
import org.gramscape.tiling.MemoryBudget;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Preflight;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePlan;
import org.gramscape.tiling.TilePredictor;

/**
 * What mapping the canopy height of a scene would take.
 *
 * @param tileSide of a tile in the scene's pixels
 * @param disk while the map is being made, at most
 * @param seconds measured on one tile a thread
 */
public record Forecast(
    int tiles, int tileSide, int threads, ByteSize memory, ByteSize disk, double seconds) {
  private static final int COLORS = 3;

  /** Height and spread. */
  private static final int CHANNELS = 2;

  /**
   * Runs the model on one empty tile a thread.
   *
   * @param wanted threads at most; fewer if memory is short
   * @throws org.gramscape.tiling.NotEnoughResourcesException if memory is too small for one
   */
  public static Forecast of(RasterSource scene, SceneView view, FeatureExtractor model, int wanted)
      throws IOException, InterruptedException {
    ModelInfo about = model.info();
    Normalisation normalisation =
        new Normalisation(about.normalisation().mean(), about.normalisation().standardDeviation());
    TilePlan plan = view.reader(scene, normalisation, about.groundSampleDistance()).plan();
    Preflight preflight = new Preflight(plan, COLORS, new Stand(model), model.weightsMemory());
    int threads = preflight.threadsWithin(MemoryBudget.ofThisMachine(Optional.empty()), wanted);
    RasterInfo info = scene.info();
    long map = (long) info.width() * info.height() * CHANNELS * Float.BYTES * 4 / 3;
    return new Forecast(
        plan.grid().count(),
        plan.grid().across().tile(),
        threads,
        preflight.memory(threads).total(),
        new ByteSize(2 * map + Journal.estimate(plan, CHANNELS)),
        preflight.estimateSeconds(threads));
  }

  /** The forecast in a line. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s of %d px, about %s with %s, %s of memory, up to %s of disk meanwhile",
        Text.count(tiles, "tile"),
        tileSide,
        duration(),
        Text.count(threads, "thread"),
        memory,
        disk);
  }

  private String duration() {
    if (seconds < 1) {
      return "a second";
    }
    return seconds < 100
        ? String.format(Locale.ROOT, "%.0f seconds", seconds)
        : seconds < 6000
            ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
            : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
  }

  /** Does a head's work with the model, without a head. */
  private record Stand(FeatureExtractor model) implements TilePredictor {
    @Override
    public int channels() {
      return CHANNELS;
    }

    @Override
    public int sideMultiple() {
      return model.info().patchSize();
    }

    @Override
    public long workingMemory(int width, int height) {
      return model.workingMemory(height, width);
    }

    @Override
    public Prediction predict(Tile tile) {
      model.extract(tile.samples(), tile.height(), tile.width(), Layers.LAST);
      int size = CHANNELS * tile.width() * tile.height();
      return new Prediction(CHANNELS, tile.width(), tile.height(), new float[size]);
    }
  }
}
