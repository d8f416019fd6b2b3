package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.DenseFeatures;
import org.gramscape.features.FeatureFile;
import org.gramscape.features.StoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.model.Layers;
import org.gramscape.model.Precision;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features that are kept do what fresh ones do, and are refused where others are meant. */
class StoredFeaturesTest {
  @TempDir Path folder;
  private Path scene;
  private Path file;

  @BeforeEach
  void keepFeatures() throws Exception {
    scene = Stripes.paint(folder);
    file = folder.resolve("features.tif");
    try (RasterSource source = Stripes.VIEW.open(scene.toString())) {
      new FeatureFile(file, Map.of(), false, 1)
          .writeBytes(
              new DenseFeatures(source, Stripes.VIEW, new ColorModel("a"), Layers.LAST),
              ProgressListener.NONE);
    }
  }

  @Test
  void classesAreThoseOfFreshFeatures() throws Exception {
    double[] fresh = map("fresh.tif", new ComputedFeatures(new ColorModel("a"), Layers.LAST));
    double[] kept = map("kept.tif", open(Stripes.VIEW, "a", Layers.LAST));

    long same = IntStream.range(0, fresh.length).filter(i -> fresh[i] == kept[i]).count();
    assertThat((double) same / fresh.length).isGreaterThan(0.99);
    assertThat(IntStream.range(0, 3).mapToDouble(s -> kept[40 * Stripes.WIDTH + s * 64 + 32]))
        .containsExactly(2.0, 1.0, 0.0);
  }

  private double[] map(String name, TileFeatures features) throws Exception {
    MemoryLabels labels =
        MemoryLabels.of(
            Stripes.place().crs(),
            "water",
            Stripes.point(30, 40),
            "forest",
            Stripes.point(95, 60),
            "bare soil",
            Stripes.point(165, 20));
    ClassHead head =
        new ClassFit(ClassMethod.LOGISTIC, Stripes.VIEW, Folding.STANDARD, ColoredFeatures.SQUARES)
            .fit(scene.toString(), List.of(labels), "cover", features);
    Path classes = folder.resolve(name);
    new LandCover(head, features, Detail.GUIDED)
        .map(scene.toString(), classes, Stripes.VIEW, RunOptions.standard(), ProgressListener.NONE);
    try (RasterSource map = Rasters.open(classes.toString(), Backend.JVM)) {
      return map.read(map.info().window(), 0).samples();
    }
  }

  @Test
  void otherFeaturesThanAskedForAreRefused() throws Exception {
    refuses(Stripes.VIEW, "b", Layers.LAST, "model was color (weights a…), is color (weights b…)");
    refuses(Stripes.VIEW, "a", Layers.of(0, 1), "layers was 1, is 0,1");
    refuses(
        Stripes.VIEW.withGroundSampleDistance(1.2),
        "a",
        Layers.LAST,
        "ground sample distance was 0.6 m, is 1.2 m");
    refuses(Stripes.VIEW.withTiles(32, 16), "a", Layers.LAST, "tiles was 64 px, 32 shared");
    Files.setLastModifiedTime(scene, FileTime.fromMillis(0));
    refuses(Stripes.VIEW, "a", Layers.LAST, "scene was scene.tif");
  }

  @Test
  void anotherRasterIsRefused() throws Exception {
    file = scene;
    refuses(Stripes.VIEW, "a", Layers.LAST, "keeps no features");
  }

  private void refuses(SceneView view, String sha256, Layers layers, String saying) {
    assertThatThrownBy(() -> open(view, sha256, layers))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining(saying);
  }

  private TileFeatures open(SceneView view, String sha256, Layers layers) throws IOException {
    try (RasterSource source = view.open(scene.toString())) {
      return StoredFeatures.open(
          file.toString(),
          source.info(),
          view,
          new ColorModel(sha256).info(),
          layers,
          Precision.FP32);
    }
  }
}
