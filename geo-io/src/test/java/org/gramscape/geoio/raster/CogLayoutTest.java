package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GDAL's own tools say of the files: its COG check, and its view of tags and overviews. */
class CogLayoutTest {
  /** The system's, which sees Debian's python3-gdal. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String CHECK =
      """
      import sys
      from osgeo import gdal
      from osgeo_utils.samples.validate_cloud_optimized_geotiff import validate
      gdal.UseExceptions()
      warnings, errors, _ = validate(sys.argv[1], full_check=True)
      print('warnings', warnings)
      print('errors', errors)
      dataset = gdal.Open(sys.argv[1])
      band = dataset.GetRasterBand(1)
      print('nodata', band.GetNoDataValue())
      print('layout', dataset.GetMetadataItem('LAYOUT', 'IMAGE_STRUCTURE'))
      for i in range(band.GetOverviewCount()):
          overview = band.GetOverview(i)
          values = overview.ReadAsArray()
          print('overview', overview.XSize, overview.YSize, values.min(), values.max())
      """;

  @TempDir Path folder;

  @BeforeAll
  static void gdalToolsAreHere() throws Exception {
    boolean here = false;
    if (Files.isExecutable(Path.of(PYTHON))) {
      Process process =
          new ProcessBuilder(
                  PYTHON, "-c", "from osgeo_utils.samples import validate_cloud_optimized_geotiff")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      here = process.waitFor() == 0;
    }
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      assertThat(here).as("python3-gdal is installed").isTrue();
    }
    assumeTrue(here, "python3-gdal is not installed");
  }

  private static String check(Path file) throws Exception {
    Process process =
        new ProcessBuilder(PYTHON, "-c", CHECK, file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private Path write(RasterSpec spec, double value) throws IOException {
    Path file = folder.resolve("out.tif");
    try (RasterSink sink = Rasters.create(file, spec, true)) {
      for (int row = 0; row < spec.height(); row += 100) {
        int rows = Math.min(100, spec.height() - row);
        PixelBlock block =
            PixelBlock.zeros(new Window(0, row, spec.width(), rows), spec.bands().size());
        Arrays.fill(block.samples(), value);
        for (int i = 0; i < block.valid().length; i += 3) {
          block.valid()[i] = spec.nodata().isEmpty();
        }
        sink.write(block);
      }
      sink.commit();
    }
    return file;
  }

  private static RasterSpec spec(
      SampleType type,
      int bands,
      OptionalDouble nodata,
      Overviews overviews,
      Optional<ColorTable> colors,
      Map<String, String> options)
      throws IOException {
    return new RasterSpec(
        700,
        430,
        type,
        java.util.Collections.nCopies(bands, "b"),
        new Georeference(Crs.epsg(32617), GeoTransform.northUp(500000, 4000000, 0.6, 0.6)),
        nodata,
        overviews,
        colors,
        Map.of(),
        options);
  }

  @Test
  void heightsAreAValidCogWhoseOverviewsLeaveNodataOut() throws Exception {
    OptionalDouble nodata = OptionalDouble.of(-9999);
    for (String bigTiff : List.of("YES", "NO")) {
      Map<String, String> options = Map.of("BLOCKSIZE", "128", "BIGTIFF", bigTiff);
      RasterSpec spec =
          spec(SampleType.FLOAT32, 2, nodata, Overviews.AVERAGE, Optional.empty(), options);
      assertThat(check(write(spec, 12.5)).lines())
          .containsExactly(
              "warnings []",
              "errors []",
              "nodata -9999.0",
              "layout COG",
              "overview 350 215 12.5 12.5",
              "overview 175 108 12.5 12.5",
              "overview 88 54 12.5 12.5");
    }
  }

  @Test
  void classesAreAValidCogWithTheirColours() throws Exception {
    SortedMap<Integer, Integer> colors = new TreeMap<>(Map.of(0, 0x000000, 4, 0x1f7a33));
    RasterSpec spec =
        spec(
            SampleType.UINT8,
            1,
            OptionalDouble.of(255),
            Overviews.MODE,
            Optional.of(new ColorTable(colors)),
            Map.of("BLOCKSIZE", "256"));
    Path file = write(spec, 4);
    assertThat(check(file).lines())
        .containsExactly(
            "warnings []",
            "errors []",
            "nodata 255.0",
            "layout COG",
            "overview 350 215 4 4",
            "overview 175 108 4 4");
    try (RasterSource source = Rasters.open(file.toString(), Backend.JVM)) {
      assertThat(source.info().colors().orElseThrow().colors()).containsEntry(4, 0x1f7a33);
    }
  }

  @Test
  void anUncompressedRasterInOneTileIsAValidCog() throws Exception {
    RasterSpec spec =
        spec(
            SampleType.UINT16,
            5,
            OptionalDouble.empty(),
            Overviews.AVERAGE,
            Optional.empty(),
            Map.of("COMPRESS", "NONE", "BLOCKSIZE", "1024"));
    assertThat(check(write(spec, 7)).lines())
        .containsExactly(
            "warnings []", "errors []", "nodata None", "layout COG", "overview 350 215 7 7");
  }
}
