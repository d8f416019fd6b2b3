package org.gramscape.training.probe;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.gramscape.canopy.HeightCellScores;
import org.gramscape.canopy.HeightCells;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.HeightRegression;
import org.gramscape.canopy.HeightScores;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;

/**
 * Heights by ridge regression on the features at the middles of cells of a metre, fitted to some
 * pairs and scored on others.
 *
 * <p>Of a pair to fit to at most {@value #MOST_SAMPLES} cells are taken, drawn with a fixed seed,
 * so that one large scene does not outweigh all others.
 */
final class HeightProbe {
  private static final int MOST_SAMPLES = 3_000;
  private static final long SEED = 5;

  private final FeatureReader reader;
  private final HeightRegression regression;
  private final HeightCellScores scores = new HeightCellScores();
  private HeightRegression.Fitted fitted;
  private int scenes;

  HeightProbe(FeatureReader reader) {
    this.reader = reader;
    this.regression = new HeightRegression(reader.model().info().channels());
  }

  /** Takes a pair to fit to. */
  void train(HeightPair pair) throws IOException, InterruptedException {
    Known known = read(pair);
    int[] cells = known.truth.known();
    if (cells.length > MOST_SAMPLES) {
      cells = drawn(cells);
    }
    float[] feature = new float[known.features.channels()];
    for (int cell : cells) {
      if (known.feature(cell, feature)) {
        regression.add(scenes, feature, known.truth.heights()[cell]);
      }
    }
    scenes++;
  }

  /**
   * Scores a pair, after all to fit to.
   *
   * @param seen hears of its features
   */
  void test(HeightPair pair, Consumer<SceneFeatures> seen)
      throws IOException, InterruptedException {
    if (fitted == null) {
      fitted = regression.fit();
    }
    Known known = read(pair);
    float[] predictions = new float[known.truth.heights().length];
    Arrays.fill(predictions, Float.NaN);
    float[] feature = new float[known.features.channels()];
    for (int cell : known.truth.known()) {
      if (known.feature(cell, feature)) {
        predictions[cell] = fitted.predict(feature);
      }
    }
    scores.add(known.truth, predictions);
    seen.accept(known.features);
  }

  HeightScores scores() {
    return scores.scores();
  }

  private Known read(HeightPair pair) throws IOException, InterruptedException {
    try (RasterSource image = reader.view().open(pair.image());
        RasterSource heights = PlacedTruth.of(reader.view().open(pair.heights()), image.info())) {
      RasterSource middle = reader.middle(image);
      RasterInfo info = middle.info();
      HeightCells truth =
          HeightCells.read(heights, info.requireGeoreference(), info.width(), info.height());
      return new Known(reader.read(middle), truth);
    }
  }

  private static int[] drawn(int[] cells) {
    Random random = new Random(SEED);
    int[] shuffled = cells.clone();
    for (int i = 0; i < MOST_SAMPLES; i++) {
      int other = i + random.nextInt(shuffled.length - i);
      int cell = shuffled[other];
      shuffled[other] = shuffled[i];
      shuffled[i] = cell;
    }
    return Arrays.copyOf(shuffled, MOST_SAMPLES);
  }

  /** A pair in memory. */
  private record Known(SceneFeatures features, HeightCells truth) {
    boolean feature(int cell, float[] to) throws IOException {
      double[] place = truth.grid().middleOn(features.place(), cell);
      return features.at(place[0], place[1], to);
    }
  }
}
