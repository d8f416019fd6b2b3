package org.gramscape.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs run and leave what they promise. */
class ProgramsTest {
  @TempDir Path folder;

  @Test
  void mapsCanopyHeight() throws Exception {
    MapCanopyHeight.main(new String[] {folder.toString()});
    assertThat(folder.resolve("heights.tif")).isNotEmptyFile();
  }

  @Test
  void mapsLandCover() throws Exception {
    MapLandCover.main(new String[] {folder.toString()});
    assertThat(folder.resolve("cover.gpkg")).isNotEmptyFile();
  }

  @Test
  void showsFeatures() throws Exception {
    ShowFeatures.main(new String[] {folder.toString()});
    assertThat(folder.resolve("features.png")).isNotEmptyFile();
  }

  @Test
  void runsAPredictorOfOnesOwn() throws Exception {
    OwnPredictor.main(new String[] {folder.toString()});
    assertThat(folder.resolve("greenness.tif")).isNotEmptyFile();
  }
}
