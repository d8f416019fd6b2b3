package org.gramscape.training.probe;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.FewShotTrial;

/**
 * Classes of a scene's cells of a metre by the features at their middles: a few cells of each class
 * are labelled at random, all others are predicted, several times.
 *
 * <p>Classes with fewer than twice as many cells as labels are left out, and of very many cells
 * {@value #MOST_CELLS} are drawn.
 *
 * @param labels cells of each class to learn from
 * @param draws how often labels are drawn
 */
record ClassProbe(FeatureReader reader, int labels, int draws) {
  private static final int MOST_CELLS = 4_000;
  private static final int PAIRS = 10_000;
  private static final long SEED = 3;

  /**
   * Scores a scene.
   *
   * @param seen hears of its features
   */
  ClassProbeScores score(ClassScene scene, Consumer<SceneFeatures> seen)
      throws IOException, InterruptedException {
    try (RasterSource image = reader.view().open(scene.image())) {
      RasterSource middle = reader.middle(image);
      SceneFeatures features = reader.read(middle);
      seen.accept(features);
      return score(scene, KnownCells.of(scene, image, middle, features, reader.view(), MOST_CELLS));
    }
  }

  private ClassProbeScores score(ClassScene scene, KnownCells all) throws IOException {
    KnownCells cells = all.ofClassesWith(2 * labels, scene);
    float[][] samples = cells.features();
    int[] classes = cells.classes();
    List<String> names = cells.names();
    double contrast = contrast(samples, classes);
    FewShotTrial trial = new FewShotTrial(samples, List.of(samples[0].length), classes, names);
    Spread linear = meanIou(trial, ClassMethod.LOGISTIC);
    Spread neighbours = meanIou(trial, ClassMethod.KNN);
    return new ClassProbeScores(
        scene.image(),
        names,
        classes.length,
        linear.mean(),
        linear.deviation(),
        neighbours.mean(),
        neighbours.deviation(),
        contrast);
  }

  private Spread meanIou(FewShotTrial trial, ClassMethod method) {
    return Spread.of(
        IntStream.range(0, draws)
            .mapToDouble(draw -> trial.run(method, labels, draw).meanIou())
            .toArray());
  }

  private static double contrast(float[][] samples, int[] classes) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (int pair = 0; pair < PAIRS; pair++) {
      int a = random.nextInt(classes.length);
      int b = random.nextInt(classes.length);
      if (a != b) {
        int which = classes[a] == classes[b] ? 0 : 1;
        sums[which] += Cosine.of(samples[a], 0, samples[b], 0, samples[a].length);
        counts[which]++;
      }
    }
    return sums[0] / counts[0] - sums[1] / counts[1];
  }
}
