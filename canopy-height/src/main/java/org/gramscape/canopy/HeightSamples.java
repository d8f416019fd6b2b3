package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.TileReader;

/**
 * Collects, for {@link KernelFit}, the cells of images whose height is known: all of them, or
 * {@value #MOST} drawn with the same chance each if there are more. The same cells in the same
 * order give the same draw.
 *
 * <p>Held-out errors shall be those on other ground, so cells of one image stay in one fold; if
 * there are fewer images than folds, cells of one block of {@value #BLOCK} by {@value #BLOCK} do.
 */
final class HeightSamples {
  static final int FOLDS = 5;
  private static final int BLOCK = 32;
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

  /** Those that were kept. */
  KnownCells cells() {
    int channels = extractor.channels();
    float[] features = new float[Math.multiplyExact(samples.size(), channels)];
    for (int s = 0; s < samples.size(); s++) {
      System.arraycopy(samples.get(s).features(), 0, features, s * channels, channels);
    }
    return new KnownCells(
        features,
        HeightFeatures.colors(),
        samples.stream().mapToDouble(Sample::height).toArray(),
        samples.stream().mapToInt(Sample::fold).toArray());
  }

  /**
   * Adds the cells of an image.
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
    int cell = extractor.cell();
    int columns = tile.tile().width() / cell;
    int rows = tile.tile().height() / cell;
    int index = tile.tile().index();
    float[] heights =
        CellHeights.read(chm, image.plan().grid(), index, tile.valid(), rows, columns);
    CellFeatures cells = null;
    for (int i = 0; i < heights.length; i++) {
      if (Float.isNaN(heights[i])) {
        continue;
      }
      if (cells == null) {
        cells = extractor.of(tile.tile());
      }
      int block = index + i / columns / BLOCK * 2 + i % columns / BLOCK;
      keep(cells, i, heights[i], (foldByImage ? images : block) % FOLDS);
    }
  }

  private void keep(CellFeatures cells, int cell, float height, int fold) {
    int place = seen < MOST ? seen : random.nextInt(seen + 1);
    seen++;
    if (place >= MOST) {
      return;
    }
    Sample sample = new Sample(cells.vector(cell), height, fold);
    if (place == samples.size()) {
      samples.add(sample);
    } else {
      samples.set(place, sample);
    }
  }
}
