package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnusableInputException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.model.Layers;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;

/** What a scene tells when little or nothing of it is labelled. */
class WithoutLabelsTest {
  private static final TileFeatures FEATURES =
      new ComputedFeatures(new ColorModel("a"), Layers.LAST);
  private static final double PATCH = 16;

  @TempDir Path folder;
  private String scene;

  @BeforeEach
  void paintScene() throws IOException {
    scene = Stripes.paint(folder).toString();
  }

  @Test
  void suggestionsWithoutLabelsAreUnlikeEachOther() throws Exception {
    List<Feature> points = suggestions(3, 1).find(scene, FEATURES, ProgressListener.NONE);

    assertThat(points).extracting(p -> stripe(p)).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(points).extracting(p -> p.attributes().get("rank")).containsExactly(1L, 2L, 3L);
    assertThat(points).allMatch(p -> p.attributes().get("predicted") == null);
    assertThat(suggestions(3, 4).find(scene, FEATURES, ProgressListener.NONE)).isEqualTo(points);
  }

  @Test
  void suggestionsAreValidAndAwayFromLabels() throws Exception {
    MemoryLabels labels =
        MemoryLabels.of(
            Stripes.place().crs(),
            "water",
            Stripes.point(30, 40),
            "forest",
            Stripes.point(95, 60),
            "forest",
            "POLYGON ((400050 5299995, 400060 5299995, 400060 5299980, 400050 5299995))");
    ClassHead head =
        new ClassFit(ClassMethod.LOGISTIC, Stripes.VIEW, Folding.STANDARD, ColoredFeatures.SQUARES)
            .fit(scene, List.of(labels), "cover", FEATURES);
    Labels read = Labels.read(List.of(labels), "cover", Stripes.place());

    List<Feature> points =
        suggestions(12, 2)
            .find(
                scene,
                new Suggestions.Known(List.of(labels), "cover", head),
                FEATURES,
                ProgressListener.NONE);

    assertThat(points).hasSize(12);
    assertThat(points).extracting(Feature::geometry).doesNotHaveDuplicates();
    assertThat(
            suggestions(12, 1)
                .find(
                    scene,
                    new Suggestions.Known(List.of(labels), "cover", head),
                    FEATURES,
                    ProgressListener.NONE))
        .isEqualTo(points);
    for (Feature point : points) {
      Coordinate place = pixel(point);
      assertThat(place.y).isLessThan(Stripes.LAST_ROW);
      assertThat(read.labels())
          .allMatch(
              label ->
                  label.geometry().distance(label.geometry().getFactory().createPoint(place))
                      > PATCH);
      assertThat((Double) point.attributes().get("uncertainty")).isBetween(0.0, 1.0);
      assertThat(point.attributes().get("predicted")).isIn("water", "forest");
    }
    // Nobody has said what the third stripe is.
    assertThat(points).anyMatch(p -> stripe(p) == 2);
  }

  @Test
  void aSceneOfOnePixelHasNoClusters() throws Exception {
    Path pixel = Stripes.paint(folder, "pixel.tif", 1, 1);
    assertThatThrownBy(
            () ->
                new ClusterFit(3, 5, Stripes.VIEW, 1)
                    .fit(pixel.toString(), FEATURES, ProgressListener.NONE))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("too few different patches for 3 clusters")
        .hasMessageContaining("give a scene of more ground");
  }

  @Test
  void clustersAreWhatIsAlike() throws Exception {
    ClassHead head =
        new ClusterFit(3, 5, Stripes.VIEW, 2).fit(scene, FEATURES, ProgressListener.NONE);
    Path classes = folder.resolve("clusters.tif");
    new LandCover(head, FEATURES, Detail.GUIDED)
        .map(scene, classes, Stripes.VIEW, RunOptions.standard(), ProgressListener.NONE);

    assertThat(head.classes())
        .extracting(LegendEntry::name)
        .containsExactly("cluster 1", "cluster 2", "cluster 3");
    assertThat(head.classes()).extracting(LegendEntry::rgb).doesNotHaveDuplicates();
    try (RasterSource map = Rasters.open(classes.toString(), Backend.JVM)) {
      PixelBlock values = map.read(map.info().window(), 0);
      TreeSet<Double> seen = new TreeSet<>();
      for (int s = 0; s < 3; s++) {
        int stripe = s;
        double[] inside =
            IntStream.range(0, values.samples().length)
                .filter(i -> i % Stripes.WIDTH / Stripes.STRIPE == stripe)
                .filter(i -> i % Stripes.STRIPE > 8 && i % Stripes.STRIPE < Stripes.STRIPE - 8)
                .filter(i -> i / Stripes.WIDTH < Stripes.LAST_ROW)
                .mapToDouble(i -> values.samples()[i])
                .distinct()
                .toArray();
        assertThat(inside).hasSize(1);
        seen.add(inside[0]);
      }
      assertThat(seen).containsExactly(1.0, 2.0, 3.0);
      assertThat(values.valid()[Stripes.LAST_ROW * Stripes.WIDTH]).isFalse();
    }
    assertThat(new ClusterFit(3, 5, Stripes.VIEW, 1).fit(scene, FEATURES, ProgressListener.NONE))
        .extracting(ClassHead::sha256)
        .isEqualTo(head.sha256());
  }

  @Test
  void similarityIsGreatestWhereThePointsAre() throws Exception {
    Path output = folder.resolve("similar.tif");
    new Similarity(Similarity.Pooling.MAX, Stripes.VIEW)
        .map(
            scene,
            List.of(new Coordinate(32, 32), new Coordinate(160, 20)),
            FEATURES,
            output,
            RunOptions.standard(),
            ProgressListener.NONE);

    try (RasterSource map = Rasters.open(output.toString(), Backend.JVM)) {
      RasterInfo info = map.info();
      assertThat(info.requireGeoreference()).isEqualTo(Stripes.place());
      PixelBlock values = map.read(info.window(), 0);
      double[] middles = new double[3];
      for (int s = 0; s < 3; s++) {
        double stored = values.samples()[40 * Stripes.WIDTH + s * Stripes.STRIPE + 32];
        middles[s] = stored * info.bands().get(0).scale() + info.bands().get(0).offset();
      }
      assertThat(middles[0]).isBetween(0.98, 1.0);
      assertThat(middles[2]).isBetween(0.98, 1.0);
      assertThat(middles[1]).isBetween(-1.0, 0.95);
      assertThat(values.valid()[Stripes.LAST_ROW * Stripes.WIDTH]).isFalse();
    }
  }

  @Test
  void similarityToSeveralPlacesIsTheMeanOrTheGreatestOfTheirOwn() throws Exception {
    Coordinate first = new Coordinate(32, 32);
    Coordinate second = new Coordinate(160, 20);
    double[] one = similarity(Similarity.Pooling.MEAN, first);
    double[] other = similarity(Similarity.Pooling.MEAN, second);
    double[] mean = similarity(Similarity.Pooling.MEAN, first, second);
    double[] greatest = similarity(Similarity.Pooling.MAX, first, second);

    assertThat(one).isNotEqualTo(other);
    double step = 1 / 127.0;
    for (int i = 0; i < one.length; i++) {
      assertThat(mean[i]).isCloseTo((one[i] + other[i]) / 2, within(step));
      // Between patches the greater is taken before it is interpolated.
      assertThat(greatest[i]).isGreaterThan(Math.max(one[i], other[i]) - step);
    }
  }

  /** Of all ground that has data. */
  private double[] similarity(Similarity.Pooling pooling, Coordinate... places) throws Exception {
    Path output = folder.resolve(pooling + "-" + places.length + "-" + places[0].x + ".tif");
    new Similarity(pooling, Stripes.VIEW)
        .map(
            scene, List.of(places), FEATURES, output, RunOptions.standard(), ProgressListener.NONE);
    try (RasterSource map = PhysicalSource.of(Rasters.open(output.toString(), Backend.JVM))) {
      return map.read(new Window(0, 0, Stripes.WIDTH, Stripes.LAST_ROW), 0).samples();
    }
  }

  @Test
  void pointsWithoutFeaturesAreRefused() {
    refuses(new Coordinate(-3, 5), "lies beside");
    refuses(new Coordinate(20, Stripes.LAST_ROW + 3), "1 of the 1 points lie where");
  }

  private void refuses(Coordinate place, String saying) {
    assertThatThrownBy(
            () ->
                new Similarity(Similarity.Pooling.MEAN, Stripes.VIEW)
                    .map(
                        scene,
                        List.of(place),
                        FEATURES,
                        folder.resolve("no.tif"),
                        RunOptions.standard(),
                        ProgressListener.NONE))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining(saying);
  }

  private static Suggestions suggestions(int count, int threads) {
    return new Suggestions(count, 3, Stripes.VIEW, threads);
  }

  private static int stripe(Feature point) {
    return (int) pixel(point).x / Stripes.STRIPE;
  }

  private static Coordinate pixel(Feature point) {
    try {
      Coordinate place = point.geometry().getCoordinate();
      return new Coordinate(
          Stripes.place().transform().column(place.x, place.y),
          Stripes.place().transform().row(place.x, place.y));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
