package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.geoio.vector.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipe that nobody writes to is refused, not waited for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingInputTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"JVM", "GDAL"})
  void aPipeIsNoRaster(Backend backend) throws Exception {
    assumeTrue(backend == Backend.JVM || GdalBackend.isAvailable());
    Path pipe = pipe("scene.tif");
    assertThatThrownBy(() -> Rasters.open(pipe.toString(), backend))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "fgb", "geojson", "shp"})
  void aPipeIsNoLayer(String suffix) throws Exception {
    Path pipe = pipe("layer." + suffix);
    assertThatThrownBy(() -> Vectors.open(pipe.toString(), null))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("pipe");
  }

  @Test
  void aDeviceIsNoRaster() {
    Path device = Path.of("/dev/zero");
    assumeTrue(device.toFile().exists());
    assertThatThrownBy(() -> Rasters.open(device.toString(), Backend.AUTO))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("device");
  }

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    try {
      Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
      assumeTrue(made.waitFor() == 0, "no pipes here");
    } catch (IOException e) {
      assumeTrue(false, "no pipes here");
    }
    assertThat(pipe).exists();
    return pipe;
  }
}
