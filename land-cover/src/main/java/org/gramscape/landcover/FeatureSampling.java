package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.raster.Window;
import org.gramscape.landcover.LabelPoints.LabelPoint;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TileGrid;
import org.gramscape.tiling.TileReader;

/**
 * Features at places of a scene, from the tiles of inference: of each place in the tile whose
 * centre is nearest, interpolated linearly between the centres of patches.
 */
final class FeatureSampling {
  private final TileReader reader;
  private final TileFeatures tiles;
  private final Standardisation.Statistics statistics;
  private final List<LabelPoint> places = new ArrayList<>();
  private final List<float[]> features = new ArrayList<>();
  private int onNodata;

  FeatureSampling(TileReader reader, TileFeatures tiles) {
    this.reader = reader;
    this.tiles = tiles;
    this.statistics = new Standardisation.Statistics(tiles.channels());
  }

  /** Samples; to be called once. */
  void sample(List<LabelPoint> points) throws IOException {
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
  List<LabelPoint> places() {
    return places;
  }

  /** As the model gave them, {@code [channels]} each. */
  List<float[]> features() {
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

  private void sample(SceneTile sceneTile, Window covered, List<LabelPoint> points)
      throws IOException {
    Tile tile = sceneTile.tile();
    FeatureMap map = tiles.of(tile);
    for (int patch = 0; patch < map.width() * map.height(); patch++) {
      statistics.add(map.values(), patch * map.channels());
    }
    for (LabelPoint point : points) {
      int column = (int) point.column() - covered.column();
      int row = (int) point.row() - covered.row();
      if (!sceneTile.valid()[row * covered.width() + column]) {
        onNodata++;
        continue;
      }
      Window window = tile.window();
      places.add(point);
      features.add(
          interpolate(
              map,
              (point.column() - window.column()) / window.width() * map.width() - 0.5,
              (point.row() - window.row()) / window.height() * map.height() - 0.5));
    }
  }

  /** At a place in patches: (0, 0) is the centre of the first. */
  private static float[] interpolate(FeatureMap map, double x, double y) {
    double column = Math.min(Math.max(x, 0), map.width() - 1.0);
    double row = Math.min(Math.max(y, 0), map.height() - 1.0);
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(left + 1, map.width() - 1);
    int bottom = Math.min(top + 1, map.height() - 1);
    double across = column - left;
    double down = row - top;
    float[] feature = new float[map.channels()];
    add(feature, map, top, left, (1 - down) * (1 - across));
    add(feature, map, top, right, (1 - down) * across);
    add(feature, map, bottom, left, down * (1 - across));
    add(feature, map, bottom, right, down * across);
    return feature;
  }

  private static void add(float[] sum, FeatureMap map, int row, int column, double weight) {
    int first = (row * map.width() + column) * map.channels();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) (weight * map.values()[first + i]);
    }
  }
}
