package org.gramscape.training.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.ClassCells;
import org.gramscape.tiling.CellGrid;
import org.gramscape.tiling.SceneView;

/**
 * A scene's cells of a metre whose class is known, and the features at their middles, in random
 * order.
 *
 * @param names of the classes
 * @param features {@code [cells][channels]}
 * @param classes {@code [cells]}
 * @param x places in metres from the scene's corner, {@code [cells]}
 * @param y the same down the scene
 */
record KnownCells(List<String> names, float[][] features, int[] classes, double[] x, double[] y) {
  private static final double CELL_METRES = 1;
  private static final long SEED = 3;

  /**
   * @param middle what was read of the image
   * @param most of more cells that many are drawn
   */
  static KnownCells of(
      ClassScene scene,
      RasterSource image,
      RasterSource middle,
      SceneFeatures features,
      SceneView view,
      int most)
      throws IOException {
    CellGrid cells = CellGrid.over(middle.info(), CELL_METRES);
    ClassCells truth = scene.cells(view, image.info(), cells).withOther();
    List<Integer> known = new ArrayList<>();
    for (int cell = 0; cell < truth.classes().length; cell++) {
      double[] place = cells.middleOn(features.place(), cell);
      if (truth.classes()[cell] != ClassCells.NONE && features.isValid(place[0], place[1])) {
        known.add(cell);
      }
    }
    Collections.shuffle(known, new Random(SEED));
    known = known.subList(0, Math.min(known.size(), most));
    int count = known.size();
    float[][] samples = new float[count][features.channels()];
    int[] classes = new int[count];
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      int cell = known.get(i);
      double[] place = cells.middleOn(features.place(), cell);
      features.at(place[0], place[1], samples[i]);
      classes[i] = truth.classes()[cell];
      x[i] = (cell % cells.width() + 0.5) * CELL_METRES;
      y[i] = (cell / cells.width() + 0.5) * CELL_METRES;
    }
    return new KnownCells(truth.names(), samples, classes, x, y);
  }

  /**
   * Those of the classes that have so many cells or more.
   *
   * @throws InvalidRasterException if there are fewer than two
   */
  KnownCells ofClassesWith(int least, ClassScene scene) throws InvalidRasterException {
    int[] counts = new int[names.size()];
    for (int c : classes) {
      counts[c]++;
    }
    List<Integer> present =
        IntStream.range(0, counts.length).filter(c -> counts[c] >= least).boxed().toList();
    if (present.size() < 2) {
      throw new InvalidRasterException(
          "%s: two classes of %d cells of a metre or more are needed on valid ground of %s, and there are %d; ask for fewer labels"
              .formatted(scene.labels(), least, scene.image(), present.size()));
    }
    int[] kept =
        IntStream.range(0, classes.length).filter(i -> counts[classes[i]] >= least).toArray();
    return new KnownCells(
        present.stream().map(names::get).toList(),
        IntStream.of(kept).mapToObj(i -> features[i]).toArray(float[][]::new),
        IntStream.of(kept).map(i -> present.indexOf(classes[i])).toArray(),
        IntStream.of(kept).mapToDouble(i -> x[i]).toArray(),
        IntStream.of(kept).mapToDouble(i -> y[i]).toArray());
  }
}
