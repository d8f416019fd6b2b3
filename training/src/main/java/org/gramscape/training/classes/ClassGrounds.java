package org.gramscape.training.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.ClassCells;
import org.gramscape.landcover.ClassScores;
import org.gramscape.landcover.ConfusionMatrix;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.segmentation.ClassLabel;
import org.gramscape.model.segmentation.ClassRecipe;
import org.gramscape.tiling.CellGrid;
import org.gramscape.tiling.Fingerprint;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.dense.Ground;
import org.gramscape.training.dense.Grounds;
import org.gramscape.training.probe.ClassScene;
import org.gramscape.training.run.DenseRun;

/**
 * Images and their classes, to learn from and to be watched on.
 *
 * @param classes by ascending values; the truth's numbers are places in this list
 */
public record ClassGrounds(Grounds grounds, List<ClassLabel> classes) {

  /**
   * Reads scenes. If polygons of one class alone are drawn in all of them, all the rest is another;
   * otherwise ground without a class is not known.
   *
   * @throws org.gramscape.geoio.UnusableInputException if one can't be learnt from, or all are of
   *     one class
   */
  public static ClassGrounds read(
      List<ClassScene> scenes, SceneView view, ClassRecipe recipe, ImageNormalisation normalisation)
      throws IOException {
    List<Ground> read = new ArrayList<>();
    List<ClassCells> cells = new ArrayList<>();
    for (ClassScene scene : scenes) {
      read.add(
          Ground.read(
              scene.image(),
              (image, width, height) -> {
                CellGrid grid = grid(image.info(), width, height);
                ClassCells own = scene.cells(view, image.info(), grid);
                cells.add(own);
                return truth(own, own.legend());
              },
              view,
              normalisation,
              Grounds.metres(recipe)));
    }
    boolean isOne = Legends.union(legends(cells)).size() == 1;
    List<ClassCells> truths = isOne ? cells.stream().map(ClassCells::withOther).toList() : cells;
    List<LegendEntry> legend = Legends.union(legends(truths));
    if (legend.size() < 2) {
      throw new InvalidRasterException(
          "two classes are needed to tell apart, and %s holds only %s; add ground of another class"
              .formatted(
                  scenes.stream().map(ClassScene::labels).collect(Collectors.joining(", ")),
                  legend.get(0).name()));
    }
    List<Ground> grounds = new ArrayList<>();
    for (int g = 0; g < read.size(); g++) {
      Ground ground = read.get(g);
      grounds.add(new Ground(ground.name(), ground.image(), truth(truths.get(g), legend)));
    }
    return new ClassGrounds(
        new Grounds(recipe, grounds, new ClassKind(legend.size()), recipe.sampling().balance()),
        legend.stream().map(e -> new ClassLabel(e.value(), e.name(), e.rgb())).toList());
  }

  /** Images, their classes where they are, and what these are called. */
  public Fingerprint fingerprint() {
    String names =
        classes.stream()
            .map(label -> label.value() + " " + label.name())
            .collect(Collectors.joining(", "));
    return grounds.fingerprint().with("list of classes", names);
  }

  /** Pixels of another size that cover an image's ground. */
  private static CellGrid grid(RasterInfo image, int width, int height)
      throws InvalidRasterException {
    double across = (double) image.width() / width;
    double down = (double) image.height() / height;
    return new CellGrid(
        image.requireGeoreference().scaled(across, down), across, down, width, height);
  }

  private static List<List<LegendEntry>> legends(List<ClassCells> cells) {
    return cells.stream().map(ClassCells::legend).toList();
  }

  /** The places of cells' classes in a legend, NaN where there is none. */
  private static float[] truth(ClassCells cells, List<LegendEntry> legend) {
    List<String> names = legend.stream().map(LegendEntry::name).toList();
    int[] places = cells.names().stream().mapToInt(names::indexOf).toArray();
    float[] truth = new float[cells.classes().length];
    for (int i = 0; i < truth.length; i++) {
      int own = cells.classes()[i];
      truth[i] = own == ClassCells.NONE ? Float.NaN : places[own];
    }
    return truth;
  }

  /** How a network does on the ground that is held out. */
  public ClassScores scores(Grounds.Prediction prediction) {
    ConfusionMatrix confusion = new ConfusionMatrix();
    grounds.compare(
        prediction,
        (said, pixel, truth) -> {
          int pixels = said.length / classes.size();
          int best = 0;
          for (int c = 1; c < classes.size(); c++) {
            if (said[c * pixels + pixel] > said[best * pixels + pixel]) {
              best = c;
            }
          }
          confusion.add(classes.get((int) truth).value(), classes.get(best).value());
        });
    return confusion.scores(
        classes.stream().collect(Collectors.toMap(ClassLabel::value, ClassLabel::name)));
  }

  /** The same in short, to watch a training by. */
  public DenseRun.Look look(Grounds.Prediction prediction) {
    ClassScores scores = scores(prediction);
    Map<String, Double> byName = new LinkedHashMap<>();
    byName.put("miou", scores.meanIou());
    byName.put("mf1", scores.meanF1());
    byName.put("accuracy", scores.accuracy());
    byName.put("kappa", scores.kappa());
    for (ClassScores.ClassScore score : scores.classes()) {
      byName.put("iou." + score.id(), score.iou());
      byName.put("f1." + score.id(), score.f1());
    }
    return new DenseRun.Look(
        byName,
        1 - scores.meanIou(),
        String.format(
            Locale.ROOT,
            "mIoU %.3f, mean F1 %.3f, accuracy %.3f, kappa %.3f",
            scores.meanIou(),
            scores.meanF1(),
            scores.accuracy(),
            scores.kappa()));
  }

  /** What the numbers of a training for these classes are called. */
  public DenseRun.Titles titles() {
    Map<String, String> scores = new LinkedHashMap<>();
    scores.put("miou", "Mean IoU");
    scores.put("mf1", "Mean F1");
    scores.put("accuracy", "Accuracy");
    scores.put("kappa", "Kappa");
    for (ClassLabel label : classes) {
      scores.put("iou." + label.value(), "IoU of " + label.name());
      scores.put("f1." + label.value(), "F1 of " + label.name());
    }
    Map<String, String> losses = new LinkedHashMap<>();
    losses.put("crossEntropy", "Cross-entropy");
    losses.put("focal", "Focal loss");
    losses.put("dice", "Dice loss");
    return new DenseRun.Titles(scores, losses);
  }
}
