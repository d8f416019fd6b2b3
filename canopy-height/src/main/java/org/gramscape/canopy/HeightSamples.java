package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.TileReader;

/**
 * Collects, for {@link KernelFit}, the patches of images whose height is known: all of them, or
 * {@value #MOST} drawn with the same chance each if there are more. The same patches in the same
 * order give the same draw.
 *
 * <p>Held-out errors shall be those on other ground, so patches of one image stay in one fold; if
 * there are fewer images than folds, patches of one block of {@value #BLOCK} by {@value #BLOCK} do.
 */
final class HeightSamples {
  static final int FOLDS = 5;
  private static final int BLOCK = 8;
  private static final int MOST = 20_000;

  private final HeightFeatures extractor;
  private final boolean foldByImage;
  private final SplittableRandom random = new SplittableRandom(0);
  private final List<Sample> samples = new ArrayList<>();
  private int images;
  private int seen;

  private record Sample(float[] features, float height, int fold) {}

  HeightSamples(HeightFeatures extractor, int totalImages) {
    this.extractor = extractor;
    this.foldByImage = totalImages >= FOLDS;
  }

  /** Length of a patch's vector. */
  int channels() {
    return extractor.channels();
  }

  /** The number of patches kept. */
  int count() {
    return samples.size();
  }

  /** Whether patches of more than one fold are there. */
  boolean areOfSeveralFolds() {
    return samples.stream().mapToInt(Sample::fold).distinct().count() > 1;
  }

  /** {@code [count, channels]}. */
  float[] features() {
    float[] features = new float[Math.multiplyExact(samples.size(), channels())];
    for (int s = 0; s < samples.size(); s++) {
      System.arraycopy(samples.get(s).features(), 0, features, s * channels(), channels());
    }
    return features;
  }

  /** {@code [count]}, in metres. */
  double[] heights() {
    return samples.stream().mapToDouble(Sample::height).toArray();
  }

  /** {@code [count]}, from 0. */
  int[] folds() {
    return samples.stream().mapToInt(Sample::fold).toArray();
  }

  /**
   * Adds the patches of an image.
   *
   * @param chm heights in metres on the image's grid
   */
  void add(TileReader image, RasterSource chm, Runnable tileDone) throws IOException {
    for (int index = 0; index < image.plan().grid().count(); index++) {
      Optional<SceneTile> tile = image.read(index);
      if (tile.isPresent()) {
        add(tile.get(), image, chm);
      }
      tileDone.run();
    }
    images++;
  }

  private void add(SceneTile tile, TileReader image, RasterSource chm) throws IOException {
    int patch = extractor.model().info().patchSize();
    int columns = tile.tile().width() / patch;
    int rows = tile.tile().height() / patch;
    int index = tile.tile().index();
    float[] heights =
        PatchHeights.read(chm, image.plan().grid(), index, tile.valid(), rows, columns);
    FeatureMap map = null;
    for (int i = 0; i < heights.length; i++) {
      if (Float.isNaN(heights[i])) {
        continue;
      }
      if (map == null) {
        map = extractor.of(tile.tile());
      }
      int block = index + i / columns / BLOCK * 2 + i % columns / BLOCK;
      keep(map, i, heights[i], (foldByImage ? images : block) % FOLDS);
    }
  }

  private void keep(FeatureMap map, int patch, float height, int fold) {
    int place = seen < MOST ? seen : random.nextInt(seen + 1);
    seen++;
    if (place >= MOST) {
      return;
    }
    float[] features = new float[map.channels()];
    System.arraycopy(map.values(), patch * map.channels(), features, 0, features.length);
    Sample sample = new Sample(features, height, fold);
    if (place == samples.size()) {
      samples.add(sample);
    } else {
      samples.set(place, sample);
    }
  }
}
