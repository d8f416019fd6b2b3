package org.gramscape.canopy;

import java.io.IOException;
import java.util.List;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.head.Backbone;
import org.gramscape.tiling.AlignedSource;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TileReader;

/**
 * Fits a {@link HeightHead} to images and height rasters of the same ground.
 *
 * <p>Each patch is cut into {@value #CELLS} by {@value #CELLS} cells, whose mean heights are
 * regressed on the patch's features: detail finer than a patch costs nothing, as all cells share
 * one factorisation. Heights below 0 count as 0; above 120 m they are errors and left out. The same
 * input gives the same head.
 *
 * @param layer of the model, from 0; negative counts from the end
 */
public record HeightFit(int layer, SceneView view) {
  /** The last layer, seen as in inference. */
  public static final HeightFit STANDARD = new HeightFit(-1, SceneView.DEFAULT);

  static final int CELLS = 4;

  /** Fewer patches say nothing about an error on other ground. */
  private static final int FEWEST_PATCHES = 20;

  /**
   * Fits.
   *
   * @param progress hears of the tiles of all images
   * @throws UnsuitableHeightsException if heights don't overlap their image, are no heights above
   *     ground, or there are too few
   * @throws org.gramscape.geoio.UnusableInputException if a file cannot be used
   */
  public HeightHead fit(List<HeightPair> pairs, FeatureExtractor model, ProgressListener progress)
      throws IOException {
    Backbone backbone = Backbone.of(model.info(), layer);
    double metres = view.groundSampleDistance().orElse(model.info().groundSampleDistance());
    int tiles = 0;
    for (HeightPair pair : pairs) {
      try (Opened opened = open(pair, model.info(), metres)) {
        tiles += opened.image.plan().grid().count();
      }
    }
    HeightSamples samples = new HeightSamples(model, backbone.layer(), CELLS, pairs.size());
    TileCount count = new TileCount(tiles, progress);
    for (HeightPair pair : pairs) {
      try (Opened opened = open(pair, model.info(), metres)) {
        add(samples, opened, count);
      }
    }
    return head(samples, backbone, metres, pairs.stream().map(HeightPair::name).toList());
  }

  private static void add(HeightSamples samples, Opened opened, TileCount count)
      throws IOException {
    long before = samples.count();
    boolean tooHigh = samples.add(opened.image, opened.aligned, count::oneMore);
    if (samples.count() == before && tooHigh) {
      throw new UnsuitableHeightsException(
          ("%s has no height between 0 and %.0f m where its image is; heights above the ground"
                  + " are expected, in metres (surface minus terrain model), not above the sea")
              .formatted(opened.heights.info().name(), HeightTargets.MAX_HEIGHT));
    }
  }

  private static HeightHead head(
      HeightSamples samples, Backbone backbone, double metres, List<String> images)
      throws UnsuitableHeightsException {
    long folds = samples.folds().stream().filter(fold -> fold.count() > 0).count();
    if (samples.count() < FEWEST_PATCHES || folds < 2) {
      throw new UnsuitableHeightsException(
          ("%d patches with a known height were found in %d image(s), and %d or more in more than"
                  + " one place are needed; add pairs, or take a smaller --gsd")
              .formatted(samples.count(), images.size(), FEWEST_PATCHES));
    }
    RidgeFit fit = RidgeFit.of(samples.folds());
    if (!Double.isFinite(fit.r2())) {
      throw new UnsuitableHeightsException(
          ("all heights of %s are the same, at or below the ground or constant above it; heights of"
                  + " trees in metres are expected")
              .formatted(String.join(", ", images)));
    }
    return new HeightHead(
        backbone,
        metres,
        CELLS,
        fit.ridge(),
        new HeightReport(images, fit.samples(), fit.penalty(), fit.rmse(), fit.r2()));
  }

  private Opened open(HeightPair pair, ModelInfo model, double metres) throws IOException {
    RasterSource image = view.open(pair.image());
    try {
      RasterSource heights = PhysicalSource.of(view.open(pair.heights()));
      try {
        Normalisation normalisation =
            new Normalisation(
                model.normalisation().mean(), model.normalisation().standardDeviation());
        // Tiles side by side: where inference blends two, one has to do.
        TileReader reader = view.withTiles(view.tile(), 0).reader(image, normalisation, metres);
        AlignedSource aligned =
            new AlignedSource(heights, image.info(), AlignedSource.Method.AVERAGE);
        if (!aligned.overlaps()) {
          throw new UnsuitableHeightsException(
              "%s does not overlap %s: the heights span %s, the image spans %s; check the CRS of both"
                  .formatted(
                      heights.info().name(),
                      image.info().name(),
                      extent(heights.info()),
                      extent(image.info())));
        }
        return new Opened(image, heights, reader, aligned);
      } catch (IOException | RuntimeException e) {
        heights.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      image.close();
      throw e;
    }
  }

  private static String extent(RasterInfo info) throws IOException {
    var georeference = info.requireGeoreference();
    GeoTransform transform = georeference.transform();
    return "x %.1f to %.1f, y %.1f to %.1f in %s"
        .formatted(
            transform.x(0, 0),
            transform.x(info.width(), info.height()),
            transform.y(info.width(), info.height()),
            transform.y(0, 0),
            georeference.crs());
  }

  /** A pair, and how it is read. */
  private record Opened(
      RasterSource source, RasterSource heights, TileReader image, AlignedSource aligned)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (source) {
        heights.close();
      }
    }
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
