package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head that is kept goes on to mean what it meant when it was fitted. */
class EarlierHeadTest {
  private static final int SIDE = 128;

  @TempDir Path folder;

  /** Of a version that fitted to the built-in backbone alone, and weighed no classes. */
  @Test
  void aHeadFromBeforeColorsGivesTheMapThatItGave() throws Exception {
    SampleScene sample = SampleScene.generate(5, SIDE, SIDE, folder.resolve("sample"), false);
    Path map = folder.resolve("map.tif");
    CommandRun run =
        CommandRun.of(
            "land-cover",
            sample.scene(),
            folder.resolve("cover.gpkg"),
            "--head",
            copied("before-colors.head"),
            "--raster",
            map,
            "--detail",
            "bilinear",
            "-q");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();

    double[] then = classes(copied("before-colors.tif"));
    double[] now = classes(map);
    int same = 0;
    for (int i = 0; i < then.length; i++) {
      same += then[i] == now[i] ? 1 : 0;
    }
    // Processors round differently.
    assertThat(same / (double) then.length).isGreaterThan(0.999);
  }

  private Path copied(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream resource = EarlierHeadTest.class.getResourceAsStream(name)) {
      Files.copy(resource, copy);
    }
    return copy;
  }

  private static double[] classes(Path file) throws IOException {
    try (RasterSource raster = Rasters.open(file.toString(), Backend.JVM)) {
      return raster.read(new Window(0, 0, SIDE, SIDE), 0).samples();
    }
  }
}
