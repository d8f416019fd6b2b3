package org.gramscape.training.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.ClassScores;
import org.gramscape.landcover.FewShotTrial;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
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
 */
public record FewShotCurve(
    List<Integer> labels,
    List<ClassMethod> methods,
    int draws,
    OptionalDouble block,
    int most,
    SceneView view) {
  private static final int MOST_PATCHES = 256;
  private static final int BLOCKS_ACROSS = 6;

  /**
   * @throws IllegalArgumentException if there is nothing to do
   */
  public FewShotCurve {
    labels = List.copyOf(labels);
    methods = List.copyOf(methods);
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
   * @param threads how many tiles are computed at once; the scores do not depend on it
   * @param done is told after each score
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be used, or has fewer
   *     than two classes of twice as many cells as labels
   */
  public Result of(
      ClassScene scene, FeatureExtractor model, Layers layers, int threads, Runnable done)
      throws IOException, InterruptedException {
    FeatureReader reader = new FeatureReader(model, layers, view, threads, MOST_PATCHES);
    KnownCells cells;
    try (RasterSource image = view.open(scene.image())) {
      RasterSource middle = reader.middle(image);
      cells =
          KnownCells.of(scene, image, middle, reader.read(middle), view, most)
              .ofClassesWith(2 * Collections.max(labels), scene);
    }
    FewShotTrial trial = new FewShotTrial(cells.features(), cells.classes(), cells.names());
    double side = block.orElse(Math.max(extent(cells.x()), extent(cells.y())) / BLOCKS_ACROSS);
    int[] folds = trial.folds(cells.x(), cells.y(), side);
    List<FewShotScore> scores = new ArrayList<>();
    for (int count : labels) {
      for (ClassMethod method : methods) {
        Spread anywhere = meanIou(draw -> trial.run(method, count, draw));
        Spread apart = meanIou(draw -> trial.runApart(method, count, draw, folds));
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
    return new Result(cells.names(), cells.classes().length, side, List.copyOf(scores));
  }

  private interface Trial {
    ClassScores run(int draw);
  }

  private Spread meanIou(Trial trial) {
    return Spread.of(
        IntStream.range(0, draws).mapToDouble(draw -> trial.run(draw).meanIou()).toArray());
  }

  private static double extent(double[] places) {
    return DoubleStream.of(places).max().orElse(0) - DoubleStream.of(places).min().orElse(0);
  }
}
