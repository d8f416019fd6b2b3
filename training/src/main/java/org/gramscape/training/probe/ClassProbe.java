package org.gramscape.training.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassCells;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.FewShotTrial;
import org.gramscape.tiling.CellGrid;

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
  private static final double CELL_METRES = 1;
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
      CellGrid cells = CellGrid.over(middle.info(), CELL_METRES);
      return score(scene, features, cells, classes(scene, image, cells));
    }
  }

  private ClassCells classes(ClassScene scene, RasterSource image, CellGrid cells)
      throws IOException {
    if (scene.field().isPresent()) {
      try (VectorSource polygons = Vectors.open(scene.labels(), null)) {
        return ClassCells.of(polygons, scene.field().get(), cells);
      }
    }
    try (RasterSource raster = PlacedTruth.of(reader.view().open(scene.labels()), image.info())) {
      return ClassCells.of(raster, cells);
    }
  }

  private ClassProbeScores score(
      ClassScene scene, SceneFeatures features, CellGrid cells, ClassCells truth)
      throws IOException {
    List<Integer> known = new ArrayList<>();
    for (int cell = 0; cell < truth.classes().length; cell++) {
      double[] place = cells.middleOn(features.place(), cell);
      if (truth.classes()[cell] != ClassCells.NONE && features.isValid(place[0], place[1])) {
        known.add(cell);
      }
    }
    Collections.shuffle(known, new Random(SEED));
    known = known.subList(0, Math.min(known.size(), MOST_CELLS));
    int[] counts = new int[truth.names().size()];
    known.forEach(cell -> counts[truth.classes()[cell]]++);
    List<Integer> present =
        IntStream.range(0, counts.length).filter(c -> counts[c] >= 2 * labels).boxed().toList();
    if (present.size() < 2) {
      throw new InvalidRasterException(
          "%s: two classes of %d cells of a metre or more are needed on valid ground of %s, and there are %d; ask for fewer labels"
              .formatted(scene.labels(), 2 * labels, scene.image(), present.size()));
    }
    known.removeIf(cell -> !present.contains(truth.classes()[cell]));
    float[][] samples = new float[known.size()][features.channels()];
    int[] classes = new int[known.size()];
    for (int i = 0; i < classes.length; i++) {
      double[] place = cells.middleOn(features.place(), known.get(i));
      features.at(place[0], place[1], samples[i]);
      classes[i] = present.indexOf(truth.classes()[known.get(i)]);
    }
    double contrast = contrast(samples, classes);
    List<String> names = present.stream().map(truth.names()::get).toList();
    FewShotTrial trial = new FewShotTrial(samples, classes, names);
    double[] linear = meanIous(trial, ClassMethod.LOGISTIC);
    double[] neighbours = meanIous(trial, ClassMethod.KNN);
    return new ClassProbeScores(
        scene.image(),
        names,
        classes.length,
        mean(linear),
        deviation(linear),
        mean(neighbours),
        deviation(neighbours),
        contrast);
  }

  private double[] meanIous(FewShotTrial trial, ClassMethod method) {
    return IntStream.range(0, draws)
        .mapToDouble(draw -> trial.run(method, labels, draw).meanIou())
        .toArray();
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

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }
}
