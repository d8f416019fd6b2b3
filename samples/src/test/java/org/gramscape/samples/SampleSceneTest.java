package org.gramscape.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSceneTest {
  private static final int SIDE = 320;

  @TempDir Path folder;

  @Test
  void sameSeedGivesTheSameFiles() throws IOException {
    SampleScene one = SampleScene.generate(7, SIDE, SIDE, folder.resolve("one"), false);
    SampleScene two = SampleScene.generate(7, SIDE, SIDE, folder.resolve("two"), false);
    SampleScene other = SampleScene.generate(8, SIDE, SIDE, folder.resolve("other"), false);

    assertThat(one.scene()).hasSameBinaryContentAs(two.scene());
    assertThat(one.heights()).hasSameBinaryContentAs(two.heights());
    assertThat(one.classes()).hasSameBinaryContentAs(two.classes());
    assertThat(Files.mismatch(one.scene(), other.scene())).isNotNegative();
  }

  @Test
  void truthLiesOnTheSceneAndIsPlausible() throws IOException {
    SampleScene files = SampleScene.generate(7, SIDE, SIDE, folder, false);
    try (RasterSource scene = open(files.scene());
        RasterSource heights = open(files.heights());
        RasterSource classes = open(files.classes())) {
      Georeference place = scene.info().requireGeoreference();
      assertThat(heights.info().requireGeoreference()).isEqualTo(place);
      assertThat(classes.info().requireGeoreference()).isEqualTo(place);
      assertThat(place.groundSampleDistance(0, 0).metres())
          .isCloseTo(0.6, org.assertj.core.data.Offset.offset(0.001));

      double[] metres = heights.read(heights.info().window(), 0).samples();
      double[] codes = classes.read(classes.info().window(), 0).samples();
      assertThat(Arrays.stream(metres).min().orElseThrow()).isZero();
      assertThat(Arrays.stream(metres).max().orElseThrow()).isBetween(10.0, 45.0);
      assertThat(Arrays.stream(codes).distinct().count()).isGreaterThan(3);
      for (int i = 0; i < metres.length; i++) {
        if (metres[i] > 4) {
          assertThat((int) codes[i]).isEqualTo(Cover.TREES.code());
        }
      }
    }
  }

  @Test
  void anEarlierSceneIsKeptUnlessOverwritingIsAllowed() throws IOException {
    SampleScene.generate(7, 64, 64, folder, false);
    assertThatThrownBy(() -> SampleScene.generate(8, 64, 64, folder, false))
        .isInstanceOf(OutputExistsException.class);
    SampleScene.generate(8, 64, 64, folder, true);
  }

  private static RasterSource open(Path file) throws IOException {
    return Rasters.open(file.toString(), Backend.JVM);
  }
}
