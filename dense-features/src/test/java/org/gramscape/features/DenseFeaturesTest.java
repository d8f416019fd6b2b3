package org.gramscape.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseFeaturesTest {
  private static final int PATCH = 4;

  /** The model averages each patch and the scene is a plane: every patch's feature is known. */
  @ParameterizedTest
  @CsvSource({
    "40, 24, 16, 4, 0.6",
    "41, 23, 16, 8, 0.6",
    "7, 5, 16, 4, 0.6",
    "96, 64, 16, 0, 0.3",
    "50, 30, 8, 4, 1.2",
  })
  void everyPatchLiesWhereItShould(int width, int height, int tile, int overlap, double metres)
      throws Exception {
    DenseFeatures features =
        new DenseFeatures(
            new Plane(width, height, metres),
            new SceneView(
                Backend.JVM,
                List.of(),
                ScaleRule.parse("range:0,4"),
                tile,
                overlap,
                OptionalDouble.of(0.6)),
            new MeanOfPatch(),
            Layers.LAST);
    int pixels = (int) Math.round(PATCH * 0.6 / metres);
    assertThat(features.width()).isEqualTo((width + pixels - 1) / pixels);
    assertThat(features.height()).isEqualTo((height + pixels - 1) / pixels);
    assertThat(features.georeference().transform().xPerColumn()).isEqualTo(pixels * metres);

    int[] rowsSeen = {0};
    features.run(
        rows -> {
          assertThat(rows.window().row()).isEqualTo(rowsSeen[0]);
          rowsSeen[0] += rows.window().height();
          check(rows, features, pixels);
        },
        2,
        ProgressListener.NONE);
    assertThat(rowsSeen[0]).isEqualTo(features.height());
  }

  @Test
  void aSceneWithoutAValidPixelIsRefused() throws Exception {
    RasterSource plane = new Plane(40, 40, 0.6);
    RasterSource empty =
        new RasterSource() {
          @Override
          public RasterInfo info() {
            return plane.info();
          }

          @Override
          public PixelBlock read(Window window, int... bands) throws IOException {
            PixelBlock block = plane.read(window, bands);
            Arrays.fill(block.valid(), false);
            return block;
          }

          @Override
          public void close() {}
        };
    SceneView view =
        new SceneView(
            Backend.JVM, List.of(), ScaleRule.parse("range:0,4"), 16, 0, OptionalDouble.empty());
    DenseFeatures features = new DenseFeatures(empty, view, new MeanOfPatch(), Layers.LAST);
    assertThatThrownBy(() -> features.run(rows -> {}, 1, ProgressListener.NONE))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("no valid pixel");
  }

  /**
   * The last row and column may reach beyond the scene, so only their validity is known; enlarging
   * a scene repeats its outermost pixels.
   */
  private static void check(PixelBlock rows, DenseFeatures features, int pixels) {
    for (int row = 0; row < rows.window().height(); row++) {
      for (int column = 0; column < features.width(); column++) {
        int i = rows.index(0, row, column);
        assertThat(rows.valid()[i]).isTrue();
        boolean last =
            column == features.width() - 1 || rows.window().row() + row == features.height() - 1;
        if (!last) {
          double x = (column + 0.5) * pixels - 0.5;
          double y = (rows.window().row() + row + 0.5) * pixels - 0.5;
          assertThat(rows.samples()[i])
              .isCloseTo(Plane.value(x, y) / 4, offset(pixels < PATCH ? 5e-3 : 1e-3));
        }
      }
    }
  }

  /** One channel: the mean of the first band, with the normalisation undone. */
  private static final class MeanOfPatch implements FeatureExtractor {
    private static final ImageNormalisation STATISTICS = ImageNormalisation.SAT_493M;

    @Override
    public ModelInfo info() {
      return new ModelInfo("mean", "mean", 0, 1, 1, PATCH, STATISTICS, 0.6, "0".repeat(64), "none");
    }

    @Override
    public Precision precision() {
      return Precision.FP32;
    }

    @Override
    public FeatureMap extract(float[] image, int height, int width, Layers layers) {
      int columns = width / PATCH;
      float[] values = new float[height / PATCH * columns];
      for (int i = 0; i < height * width; i++) {
        values[i / width / PATCH * columns + i % width / PATCH] += image[i] / (PATCH * PATCH);
      }
      for (int patch = 0; patch < values.length; patch++) {
        values[patch] = values[patch] * STATISTICS.standardDeviation()[0] + STATISTICS.mean()[0];
      }
      return new FeatureMap(1, height / PATCH, columns, values);
    }

    @Override
    public long workingMemory(int height, int width) {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** A scene whose samples are a plane over columns and rows. */
  private record Plane(int width, int height, double metres) implements RasterSource {

    static double value(double column, double row) {
      return 0.01 * column + 0.03 * row;
    }

    @Override
    public RasterInfo info() {
      BandInfo band = new BandInfo("", BandInfo.Role.UNDEFINED, OptionalDouble.empty(), 32, 1, 0);
      return new RasterInfo(
          "plane",
          "JVM",
          "GTiff",
          width,
          height,
          SampleType.FLOAT32,
          List.of(band, band, band),
          Optional.of(place()),
          "",
          Optional.empty(),
          Map.of());
    }

    private Georeference place() {
      try {
        return new Georeference(
            Crs.epsg(32632), GeoTransform.northUp(500_000, 5_000_000, metres, metres));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public PixelBlock read(Window window, int... bands) {
      PixelBlock block = PixelBlock.zeros(window, bands.length);
      for (int i = 0; i < block.samples().length; i++) {
        int pixel = i % window.size();
        block.samples()[i] =
            value(window.column() + pixel % window.width(), window.row() + pixel / window.width());
      }
      return block;
    }

    @Override
    public void close() {}
  }
}
