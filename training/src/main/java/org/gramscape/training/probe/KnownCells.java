package org.gramscape.training.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.ClassCells;
import org.gramscape.landcover.FeatureSampling;
import org.gramscape.landcover.LabelPoint;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.tiling.CellGrid;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.SceneView;

/**
 * A scene's cells of a metre whose class is known, and the features at their middles; which ones is
 * random.
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
   * With features that were read as a whole.
   *
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
    List<LabelPoint> known = new ArrayList<>();
    List<float[]> samples = new ArrayList<>();
    for (LabelPoint cell : known(truth, cells, features.place())) {
      float[] sample = new float[features.channels()];
      if (known.size() < most && features.at(cell.column(), cell.row(), sample)) {
        known.add(cell);
        samples.add(sample);
      }
    }
    return of(truth, cells, known, samples);
  }

  /**
   * With features from the tiles of inference.
   *
   * @param middle what is to be seen of the image
   * @param most of more cells that many are drawn
   */
  static KnownCells of(
      ClassScene scene,
      RasterSource image,
      RasterSource middle,
      TileFeatures features,
      SceneView view,
      int most)
      throws IOException {
    CellGrid cells = CellGrid.over(middle.info(), CELL_METRES);
    ClassCells truth = scene.cells(view, image.info(), cells).withOther();
    List<LabelPoint> known = known(truth, cells, middle.info().requireGeoreference());
    ImageNormalisation images = features.info().normalisation();
    FeatureSampling sampling =
        new FeatureSampling(
            view.reader(
                middle,
                new Normalisation(images.mean(), images.standardDeviation()),
                features.info().groundSampleDistance()),
            features);
    sampling.sample(known.subList(0, Math.min(known.size(), most)));
    return of(truth, cells, sampling.places(), sampling.features());
  }

  /** The middles of all cells whose class is known, on some raster, in random order. */
  private static List<LabelPoint> known(ClassCells truth, CellGrid cells, Georeference raster)
      throws IOException {
    List<LabelPoint> known = new ArrayList<>();
    for (int cell = 0; cell < truth.classes().length; cell++) {
      if (truth.classes()[cell] != ClassCells.NONE) {
        double[] place = cells.middleOn(raster, cell);
        known.add(new LabelPoint(place[0], place[1], truth.classes()[cell], cell));
      }
    }
    Collections.shuffle(known, new Random(SEED));
    return known;
  }

  private static KnownCells of(
      ClassCells truth, CellGrid cells, List<LabelPoint> known, List<float[]> samples) {
    return new KnownCells(
        truth.names(),
        samples.toArray(float[][]::new),
        known.stream().mapToInt(LabelPoint::classIndex).toArray(),
        known.stream()
            .mapToDouble(cell -> (cell.label() % cells.width() + 0.5) * CELL_METRES)
            .toArray(),
        known.stream()
            .mapToDouble(cell -> (cell.label() / cells.width() + 0.5) * CELL_METRES)
            .toArray());
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
