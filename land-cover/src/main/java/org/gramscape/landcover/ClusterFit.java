package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.model.head.Backbone;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TileReader;

/**
 * Finds classes in a scene without labels: clusters of its features, as a {@link ClassHead} of
 * {@link ClassMethod#PROTOTYPES}. They have no names but numbers, cluster 1 being the largest.
 *
 * <p>Clusters are found among {@value #MOST_SAMPLES} patches at most, drawn from {@value
 * #MOST_TILES} tiles that lie evenly over the scene, so that memory does not depend on it. The same
 * scene and seed give the same head.
 *
 * @param clusters how many to find, from 2 to 254
 * @param threads how many tiles are computed at once; the head does not depend on it
 */
public record ClusterFit(int clusters, long seed, SceneView view, int threads) {
  private static final int MOST = 254;
  private static final int MOST_SAMPLES = 10_000;
  private static final int MOST_TILES = 100;

  public ClusterFit {
    if (clusters < 2 || clusters > MOST) {
      throw new IllegalArgumentException(
          "%d clusters: 2 to %d are expected".formatted(clusters, MOST));
    }
  }

  /**
   * Finds clusters.
   *
   * @param scene a path or, for GDAL, an address
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be used, or has fewer
   *     different patches
   * @throws InterruptedException if the thread was interrupted
   */
  public ClassHead fit(String scene, TileFeatures features, ProgressListener progress)
      throws IOException, InterruptedException {
    double metres = view.groundSampleDistance().orElse(features.info().groundSampleDistance());
    try (RasterSource source = view.open(scene)) {
      TileReader reader =
          view.reader(source, FeatureNetwork.normalisation(features.info()), metres);
      Standardisation.Statistics statistics = new Standardisation.Statistics(features.parts());
      PatchSample sample = new PatchSample(MOST_SAMPLES, new SplittableRandom(seed));
      new ScenePatches(reader, features, threads)
          .walk(
              MOST_TILES,
              progress,
              (column, row, map, offset) -> {
                statistics.add(map.values(), offset);
                sample.offer(column, row, map, offset);
              });
      Standardisation standardisation = statistics.standardisation();
      float[][] vectors =
          sample.patches().stream()
              .map(patch -> UnitVectors.of(standardisation.apply(patch.features(), 0)))
              .toArray(float[][]::new);
      float[][] centres = CosineClusters.of(vectors, clusters, seed).centres();
      if (centres.length < clusters) {
        String next =
            centres.length < 2 ? "give a scene of more ground" : "ask for that many or fewer";
        throw new InvalidRasterException(
            "%s has too few different patches for %d clusters: %d; %s"
                .formatted(scene, clusters, centres.length, next));
      }
      return new ClassHead(
          Backbone.of(features.info(), features.layers(), features.channels()),
          metres,
          List.of(),
          ClassMethod.PROTOTYPES,
          legend(),
          standardisation,
          NearestNeighbours.ofPrototypes(centres),
          new ClassReport(
              source.info().name(), 0, vectors.length, 0, 0, 0, ClassValidation.ofNoLabels()));
    }
  }

  private List<LegendEntry> legend() {
    List<LegendEntry> legend = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      String name = "cluster " + (c + 1);
      legend.add(new LegendEntry(c + 1, name, ClassColors.of(name, c)));
    }
    return legend;
  }
}
