package org.gramscape.training.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.ClassCells;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.dense.DenseTraining;
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

  /** How the running mean of a training does on the ground that is held out. */
  public DenseRun.Look look(DenseTraining training) {
    long[][] confusion = new long[classes.size()][classes.size()];
    grounds.compare(
        training,
        (said, pixel, truth) -> {
          int pixels = said.length / classes.size();
          int best = 0;
          for (int c = 1; c < classes.size(); c++) {
            if (said[c * pixels + pixel] > said[best * pixels + pixel]) {
              best = c;
            }
          }
          confusion[(int) truth][best]++;
        });
    Map<String, Double> scores = scores(confusion);
    return new DenseRun.Look(
        scores,
        1 - scores.get("miou"),
        String.format(
            Locale.ROOT, "mIoU %.3f, accuracy %.3f", scores.get("miou"), scores.get("accuracy")));
  }

  /** {@code miou} is the mean over the classes that occur, in truth or in what is said. */
  private Map<String, Double> scores(long[][] confusion) {
    Map<String, Double> ious = new LinkedHashMap<>();
    long all = 0;
    long right = 0;
    for (int c = 0; c < confusion.length; c++) {
      int own = c;
      long truth = IntStream.range(0, confusion.length).mapToLong(o -> confusion[own][o]).sum();
      long said = IntStream.range(0, confusion.length).mapToLong(o -> confusion[o][own]).sum();
      all += truth;
      right += confusion[c][c];
      if (truth + said > 0) {
        ious.put(iou(c), confusion[c][c] / (double) (truth + said - confusion[c][c]));
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("miou", ious.values().stream().mapToDouble(Double::doubleValue).average().orElse(0));
    scores.put("accuracy", right / (double) all);
    scores.putAll(ious);
    return scores;
  }

  private String iou(int place) {
    return "iou." + classes.get(place).value();
  }

  /** What the numbers of a training for these classes are called. */
  public DenseRun.Titles titles() {
    Map<String, String> scores = new LinkedHashMap<>();
    scores.put("miou", "Mean IoU");
    scores.put("accuracy", "Accuracy");
    for (int c = 0; c < classes.size(); c++) {
      scores.put(iou(c), "IoU of " + classes.get(c).name());
    }
    Map<String, String> losses = new LinkedHashMap<>();
    losses.put("crossEntropy", "Cross-entropy");
    losses.put("focal", "Focal loss");
    losses.put("dice", "Dice loss");
    return new DenseRun.Titles(scores, losses);
  }
}
