package org.gramscape.geoio.raster.gdal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gramscape.geoio.InvalidRasterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What GDAL waits for, nobody else has to. */
@RequiresGdal
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GdalOpeningTest {
  private static final String SLOWNESS = "GDAL_HTTP_LOW_SPEED_TIME";

  @TempDir Path folder;

  /** A pipe, under a name that only GDAL understands. */
  private String pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mkfifo"))
            && new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    return "/vsisubfile/0_1000," + pipe;
  }

  /** So that the thread that was left behind comes to the pipe's end, and to its own. */
  private void endPipe() throws Exception {
    Files.newOutputStream(folder.resolve("pipe")).close();
  }

  @Test
  void whatTakesTooLongIsLeftBehind() throws Exception {
    GdalOpening late = GdalOpening.of(pipe(), gdalconstConstants.OF_RASTER, Duration.ofSeconds(1));
    assertThat(late.dataset()).isNull();
    assertThat(late.said()).contains("after 1 s");
    endPipe();
  }

  @Test
  void aWaitCanBeInterrupted() throws Exception {
    String pipe = pipe();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> GdalOpening.of(pipe, gdalconstConstants.OF_RASTER))
        .isInstanceOf(InterruptedIOException.class);
    endPipe();
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    String before = gdal.GetConfigOption(SLOWNESS);
    gdal.SetConfigOption(SLOWNESS, "2");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "http://localhost:" + silent.getLocalPort() + "/scene.tif";
      assertThatThrownBy(() -> GdalBackend.open(address))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining(address);
    } finally {
      gdal.SetConfigOption(SLOWNESS, before);
    }
  }
}
