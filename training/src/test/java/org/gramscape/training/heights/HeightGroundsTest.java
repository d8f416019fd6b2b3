package org.gramscape.training.heights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.HeightReading;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.dense.DenseSource;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.model.ssl.recipe.HeightRecipeReader;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.dense.Grounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scene whose red says its heights: bare but for a small stand of tall trees. */
class HeightGroundsTest {
  private static final int SIDE = 128;
  private static final int STAND = 16;
  private static final double TALL = 30;

  @TempDir private Path folder;

  @Test
  void whatIsDrawnIsTheTruthOfItsImage() throws Exception {
    Grounds grounds = grounds("changes.groundSampleDistance=1.5");
    SplittableRandom random = new SplittableRandom(1);
    int known = 0;
    for (int i = 0; i < 50; i++) {
      DenseSource.Example example = grounds.draw(32, random);
      for (int pixel = 0; pixel < 32 * 32; pixel++) {
        float height = example.truth()[pixel];
        if (!Float.isNaN(height)) {
          known++;
          assertThat(example.image().values()[pixel] * 255)
              .isBetween(8 * height - 1, 8 * height + 1);
        }
      }
    }
    assertThat(known).isPositive();
  }

  /** The stand is a 64th of the ground. */
  @Test
  void rareHeightsAreSeenToo() throws Exception {
    assertThat(tallShare(grounds("sampling.balance=1", "validation.share=0.01")))
        .isGreaterThan(4 * tallShare(grounds("sampling.balance=0", "validation.share=0.01")));
  }

  private static double tallShare(Grounds grounds) {
    SplittableRandom random = new SplittableRandom(2);
    long tall = 0;
    for (int i = 0; i < 200; i++) {
      for (float height : grounds.draw(32, random).truth()) {
        tall += height > TALL - 1 ? 1 : 0;
      }
    }
    return tall;
  }

  @Test
  void groundHeldOutIsNeverKnown() throws Exception {
    Grounds all = grounds("validation.share=0.01");
    Grounds half = grounds("validation.share=0.5");
    assertThat(half.hectares()[1]).isBetween(half.hectares()[0] / 2, 2 * half.hectares()[0]);
    assertThat(known(half)).isLessThan(0.8 * known(all));
  }

  private static double known(Grounds grounds) {
    SplittableRandom random = new SplittableRandom(3);
    long known = 0;
    for (int i = 0; i < 50; i++) {
      for (float height : grounds.draw(64, random).truth()) {
        known += Float.isNaN(height) ? 0 : 1;
      }
    }
    return known;
  }

  /** The image goes on as its mirror beyond the ground, of which nothing is known. */
  @Test
  void windowsLargerThanTheGroundAreFilled() throws Exception {
    DenseSource.Example example = grounds().draw(256, new SplittableRandom(4));
    int known = 0;
    for (int i = 0; i < 256 * 256; i++) {
      known += Float.isNaN(example.truth()[i]) ? 0 : 1;
      assertThat(example.image().values()[i]).isBetween(0f, 1f);
    }
    assertThat(known).isBetween(1, SIDE * SIDE);
  }

  @Test
  void findsPairsByNameAndByList() throws Exception {
    HeightPair pair = pair();
    assertThat(PairFiles.find(folder.toString(), null)).containsExactly(pair);
    assertThat(PairFiles.find(folder + "/*_rgb.tif", null)).containsExactly(pair);
    Path list = folder.resolve("pairs.csv");
    Files.writeString(list, "# image, heights\nplot_rgb.tif, plot_chm.tif\n");
    assertThat(PairFiles.find(list.toString(), null)).containsExactly(pair);
    Files.writeString(list, "plot_rgb.tif\n");
    assertThatThrownBy(() -> PairFiles.find(list.toString(), null))
        .hasMessageContaining("an image and its heights");
  }

  private Grounds grounds(String... overrides) throws Exception {
    return read(List.of(pair()), overrides);
  }

  private static Grounds read(List<HeightPair> pairs, String... overrides) throws Exception {
    List<String> all = new ArrayList<>();
    all.add("groundSampleDistance=1");
    all.add("changes.groundSampleDistance=1");
    all.add("validation.blockMetres=16");
    all.addAll(List.of(overrides));
    HeightRecipe recipe = HeightRecipeReader.read("demo-heights", all);
    List<SurveyedPair> surveyed = new ArrayList<>();
    for (HeightPair pair : pairs) {
      surveyed.add(
          HeightReading.STANDARD.survey(pair, SceneView.DEFAULT, recipe.groundSampleDistance()));
    }
    return HeightGrounds.read(surveyed, SceneView.DEFAULT, recipe, ImageNormalisation.SAT_493M);
  }

  private HeightPair pair() throws Exception {
    return new HeightPair(
        write("plot_rgb.tif", SampleType.UINT8, 400_000).toString(),
        write("plot_chm.tif", SampleType.FLOAT32, 400_000).toString());
  }

  private Path write(String name, SampleType type, double left) throws Exception {
    Path file = folder.resolve(name);
    boolean image = type == SampleType.UINT8;
    RasterSpec spec =
        new RasterSpec(
            SIDE,
            SIDE,
            type,
            image ? List.of("red", "green", "blue") : List.of("height"),
            new Georeference(Crs.epsg(32632), GeoTransform.northUp(left, 5_300_000, 1, 1)),
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(file, spec, true)) {
      int bands = image ? 3 : 1;
      PixelBlock block = PixelBlock.zeros(new Window(0, 0, SIDE, SIDE), bands);
      for (int i = 0; i < SIDE * SIDE; i++) {
        boolean tall = i % SIDE < STAND && i / SIDE < STAND;
        for (int band = 0; band < bands; band++) {
          block.samples()[band * SIDE * SIDE + i] = tall ? image ? 8 * TALL : TALL : 0;
        }
      }
      sink.write(block);
      sink.commit();
    }
    return file;
  }
}
