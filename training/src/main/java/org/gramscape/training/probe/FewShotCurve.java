package org.gramscape.training.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.ClassScores;
import org.gramscape.landcover.FewShotTrial;
import org.gramscape.tiling.SceneView;

/**
 * How well a scene's classes are told from the features of a frozen backbone, by the number of
 * labels: so many cells of a metre a class are drawn at random and learnt from, all other known
 * cells are predicted.
 *
 * <p>That is done twice: with labels anywhere, so that many of the predicted cells lie beside one;
 * and with cells predicted by labels of other blocks of ground alone.
 *
 * @param labels cells of each class to learn from
 * @param draws how often they are drawn
 * @param block side of the blocks in metres; empty for a sixth of the scene
 * @param most of more known cells that many are drawn
 * @param squares sides in metres of the squares whose colour and texture stand beside the
 *     backbone's features; empty for the backbone's alone
 */
public record FewShotCurve(
    List<Integer> labels,
    List<ClassMethod> methods,
    int draws,
    OptionalDouble block,
    int most,
    List<Double> squares,
    SceneView view) {
  private static final int MOST_PATCHES = 256;
  private static final int BLOCKS_ACROSS = 6;

  /**
   * @throws IllegalArgumentException if there is nothing to do
   */
  public FewShotCurve {
    labels = List.copyOf(labels);
    methods = List.copyOf(methods);
    squares = List.copyOf(squares);
    if (labels.isEmpty() || Collections.min(labels) < 1 || methods.isEmpty() || draws < 1) {
      throw new IllegalArgumentException("at least one label, one method and one draw are needed");
    }
  }

  /**
   * What came out.
   *
   * @param cells known ones, of all classes
   * @param scores a method after the other for each number of labels
   */
  public record Result(
      List<String> classes, int cells, double blockMetres, List<FewShotScore> scores) {}

  /**
   * Scores a model.
   *
   * @param backbone stays the caller's
   * @param threads how many draws are learnt from at once; the scores do not depend on it
   * @param done is told after each score
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be used, or has fewer
   *     than two classes of twice as many cells as labels
   */
  public Result of(ClassScene scene, TileFeatures backbone, int threads, Runnable done)
      throws IOException {
    double metres = view.groundSampleDistance().orElse(backbone.info().groundSampleDistance());
    TileFeatures features = ColoredFeatures.beside(backbone, squares, metres);
    KnownCells cells;
    try (RasterSource image = view.open(scene.image())) {
      RasterSource middle =
          SceneWindow.middle(image, MOST_PATCHES * backbone.info().patchSize() * metres);
      cells =
          KnownCells.of(scene, image, middle, features, view, most)
              .ofClassesWith(2 * Collections.max(labels), scene);
    }
    FewShotTrial trial =
        new FewShotTrial(cells.features(), features.parts(), cells.classes(), cells.names());
    double side = block.orElse(Math.max(extent(cells.x()), extent(cells.y())) / BLOCKS_ACROSS);
    int[] folds = trial.folds(cells.x(), cells.y(), side);
    List<FewShotScore> scores = new ArrayList<>();
    ForkJoinPool pool = new ForkJoinPool(threads);
    for (int count : labels) {
      for (ClassMethod method : methods) {
        Spread anywhere = meanIou(pool, draw -> trial.run(method, count, draw));
        Spread apart = meanIou(pool, draw -> trial.runApart(method, count, draw, folds));
        scores.add(
            new FewShotScore(
                count,
                method,
                anywhere.mean(),
                anywhere.deviation(),
                apart.mean(),
                apart.deviation()));
        done.run();
      }
    }
    pool.shutdown();
    return new Result(cells.names(), cells.classes().length, side, List.copyOf(scores));
  }

  private interface Trial {
    ClassScores run(int draw);
  }

  private Spread meanIou(ForkJoinPool pool, Trial trial) {
    IntStream all = IntStream.range(0, draws).parallel();
    return Spread.of(
        pool.submit(() -> all.mapToDouble(draw -> trial.run(draw).meanIou()).toArray()).join());
  }

  private static double extent(double[] places) {
    return DoubleStream.of(places).max().orElse(0) - DoubleStream.of(places).min().orElse(0);
  }
}
