package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoTest {
  @TempDir Path folder;

  /** Here GeoTools, too, would have its say. */
  @Test
  void aPlaceBeyondThePoleIsOneLineAndNothingElse() throws Exception {
    Path scene = folder.resolve("scene.tif");
    write(scene, new Georeference(Crs.epsg(4087), GeoTransform.northUp(500_000, 1.4e7, 10, 10)));
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    int code =
        ChildCommand.of(ChildCommand.SHORT, "info", scene)
            .redirectOutput(out)
            .redirectError(err)
            .start()
            .waitFor();
    assertThat(code).isEqualTo(3);
    assertThat(out).isEmpty();
    assertThat(err).content().contains("EPSG:4087").hasLineCount(1);
  }

  private static void write(Path file, Georeference place) throws Exception {
    RasterSpec spec =
        new RasterSpec(
            16,
            16,
            SampleType.UINT8,
            List.of("class"),
            place,
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(PixelBlock.zeros(new Window(0, 0, 16, 16), 1));
      sink.commit();
    }
  }
}
