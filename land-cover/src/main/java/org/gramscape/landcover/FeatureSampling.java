package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TileGrid;
import org.gramscape.tiling.TileReader;

/**
 * Features at places of a scene, from the tiles of inference: of each place in the tile whose
 * centre is nearest, interpolated linearly between the middles of patches.
 */
public final class FeatureSampling {
  private static final int MOST_GROUND = 2_000;
  private static final long SEED = 1;

  private final TileReader reader;
  private final TileFeatures tiles;
  private final Standardisation.Statistics statistics;
  private final PatchSample ground = new PatchSample(MOST_GROUND, new SplittableRandom(SEED));
  private final List<LabelPoint> places = new ArrayList<>();
  private final List<float[]> features = new ArrayList<>();
  private int onNodata;

  /**
   * @param reader of the scene, normalised as the features' model takes it
   */
  public FeatureSampling(TileReader reader, TileFeatures tiles) {
    this.reader = reader;
    this.tiles = tiles;
    this.statistics = new Standardisation.Statistics(tiles.parts());
  }

  /** Samples; to be called once. */
  public void sample(List<LabelPoint> points) throws IOException {
    TileGrid grid = reader.plan().grid();
    Map<Integer, List<LabelPoint>> byTile = new TreeMap<>();
    for (LabelPoint point : points) {
      byTile
          .computeIfAbsent(grid.nearest(point.column(), point.row()), t -> new ArrayList<>())
          .add(point);
    }
    for (Map.Entry<Integer, List<LabelPoint>> entry : byTile.entrySet()) {
      Optional<SceneTile> tile = reader.read(entry.getKey());
      if (tile.isEmpty()) {
        onNodata += entry.getValue().size();
      } else {
        sample(tile.get(), grid.covered(entry.getKey()), entry.getValue());
      }
    }
  }

  /** The places that lie on valid ground, in the order of {@link #features}. */
  public List<LabelPoint> places() {
    return places;
  }

  /** As the model gave them, {@code [channels]} each. */
  public List<float[]> features() {
    return features;
  }

  /** How many places lie on ground without data. */
  int onNodata() {
    return onNodata;
  }

  /** Of all patches of the tiles that were read. */
  Standardisation standardisation() {
    return statistics.standardisation();
  }

  /** Some vectors of valid ground of those tiles, drawn at random, as the model gave them. */
  List<float[]> ground() {
    return ground.patches().stream().map(PatchSample.Patch::features).toList();
  }

  private void sample(SceneTile sceneTile, Window covered, List<LabelPoint> points)
      throws IOException {
    Tile tile = sceneTile.tile();
    FeatureMap map = tiles.of(tile);
    Window window = tile.window();
    for (int patch = 0; patch < map.width() * map.height(); patch++) {
      statistics.add(map.values(), patch * map.channels());
      double column = window.column() + (patch % map.width() + 0.5) * window.width() / map.width();
      double row = window.row() + (patch / map.width() + 0.5) * window.height() / map.height();
      if (ScenePatches.isValid(sceneTile, covered, column, row)) {
        ground.offer(column, row, map, patch * map.channels());
      }
    }
    for (LabelPoint point : points) {
      if (!ScenePatches.isValid(sceneTile, covered, point.column(), point.row())) {
        onNodata++;
        continue;
      }
      places.add(point);
      float[] feature = new float[map.channels()];
      map.at(
          (point.column() - window.column()) / window.width() * map.width(),
          (point.row() - window.row()) / window.height() * map.height(),
          feature,
          0);
      features.add(feature);
    }
  }
}
