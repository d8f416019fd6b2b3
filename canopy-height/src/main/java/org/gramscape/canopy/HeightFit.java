package org.gramscape.canopy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.head.Backbone;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TileReader;

/**
 * Fits a {@link HeightHead} to images and height rasters of the same ground.
 *
 * <p>The mean height of each cell is regressed on its {@link HeightFeatures} by {@link KernelFit}.
 * Detail is as fine as a cell, a quarter of a patch wide or, where the heights are coarser, a half:
 * take a finer ground sample distance for more. The same input gives the same head.
 *
 * @param layers of the model
 */
public record HeightFit(Layers layers, SceneView view) {
  /** The last layer, seen as in inference. */
  public static final HeightFit STANDARD = new HeightFit(Layers.LAST, SceneView.DEFAULT);

  /** Fewer cells than this many patches have say nothing about an error on other ground. */
  private static final int FEWEST_PATCHES = 20;

  private static final int MOST_CELLS_ACROSS = 4;
  private static final int FEWEST_CELLS_ACROSS = 2;

  /** In pixels of the heights: smaller cells cost time and tell nothing more. */
  private static final double LEAST_CELL = 0.5;

  /**
   * Surveys a pair at the ground sample distance that the model sees.
   *
   * @throws UnsuitableHeightsException see {@link HeightReading#survey}
   */
  public SurveyedPair survey(HeightPair pair, HeightReading reading, ModelInfo model)
      throws IOException {
    return reading.survey(pair, view, metres(model));
  }

  /**
   * Fits.
   *
   * @param pairs as {@link #survey} gives them
   * @param progress hears of the tiles of all images
   * @throws UnsuitableHeightsException if there are too few heights, or all are the same
   * @throws org.gramscape.geoio.UnusableInputException if a file cannot be used
   */
  public HeightHead fit(List<SurveyedPair> pairs, FeatureExtractor model, ProgressListener progress)
      throws IOException {
    Backbone backbone = Backbone.of(model.info(), layers, model.channels(layers));
    int tiles = 0;
    double finest = Double.POSITIVE_INFINITY;
    for (SurveyedPair pair : pairs) {
      try (RasterSource image = view.open(pair.pair().image());
          RasterSource heights = pair.cells(view)) {
        tiles += reader(image, model.info()).plan().grid().count();
        finest = Math.min(finest, heights.info().groundSampleDistance().metres());
      }
    }
    int across = cellsAcrossPatch(model.info().patchSize() * metres(model.info()), finest);
    HeightSamples samples =
        new HeightSamples(new HeightFeatures(model, backbone.layers(), across), pairs.size());
    TileCount count = new TileCount(tiles, progress);
    for (SurveyedPair pair : pairs) {
      try (RasterSource image = view.open(pair.pair().image());
          RasterSource heights = pair.open(view, image.info())) {
        samples.add(reader(image, model.info()), heights, count::oneMore);
      }
    }
    return head(samples.cells(), backbone, across, metres(model.info()), pairs);
  }

  /**
   * For heights that may have no more detail than their pixels.
   *
   * @param patch side of a patch in metres
   * @param heights side of a pixel of the heights in metres
   */
  static int cellsAcrossPatch(double patch, double heights) {
    return patch / MOST_CELLS_ACROSS >= LEAST_CELL * heights
        ? MOST_CELLS_ACROSS
        : FEWEST_CELLS_ACROSS;
  }

  private double metres(ModelInfo model) {
    return view.groundSampleDistance().orElse(model.groundSampleDistance());
  }

  /** Tiles side by side: where inference blends two, one has to do. */
  private TileReader reader(RasterSource image, ModelInfo model) throws IOException {
    Normalisation normalisation =
        new Normalisation(model.normalisation().mean(), model.normalisation().standardDeviation());
    TileReader reader = view.withTiles(view.tile(), 0).reader(image, normalisation, metres(model));
    reader.plan().requireSideMultiple(HeightFeatures.sideMultiple(model));
    return reader;
  }

  private static HeightHead head(
      KnownCells cells, Backbone backbone, int across, double metres, List<SurveyedPair> pairs)
      throws UnsuitableHeightsException {
    List<String> images = pairs.stream().map(pair -> pair.pair().name()).toList();
    int fewest = FEWEST_PATCHES * across * across;
    if (cells.count() < fewest || !cells.areOfSeveralFolds()) {
      throw new UnsuitableHeightsException(
          ("%d cells with a known height were found in %d image(s), and %d or more in more than"
                  + " one place are needed; add pairs, or take a smaller --gsd")
              .formatted(cells.count(), images.size(), fewest));
    }
    KernelFit fit = KernelFit.of(cells);
    if (!Double.isFinite(fit.r2())) {
      throw new UnsuitableHeightsException(
          ("all heights of %s are the same, at or below the ground or constant above it; heights of"
                  + " trees in metres are expected")
              .formatted(String.join(", ", images)));
    }
    return new HeightHead(
        backbone,
        metres,
        across,
        fit.regression(),
        new HeightReport(images, cells.count(), fit.penalty(), fit.rmse(), fit.r2()),
        aggregation(pairs));
  }

  /** Empty if not all are the same. */
  private static Optional<Aggregation> aggregation(List<SurveyedPair> pairs) {
    Aggregation first = pairs.get(0).aggregation();
    return Optional.of(first)
        .filter(how -> pairs.stream().allMatch(pair -> pair.aggregation() == how));
  }

  /** Counts tiles over all images. */
  private static final class TileCount {
    private final int total;
    private final ProgressListener progress;
    private int done;

    TileCount(int total, ProgressListener progress) {
      this.total = total;
      this.progress = progress;
    }

    void oneMore() {
      done++;
      progress.progress(new ProgressListener.Progress(done, 0, total, done, total));
    }
  }
}
