package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gramscape.geoio.SharedData;
import org.gramscape.geoio.raster.BackendComparison.Outcome;
import org.gramscape.geoio.raster.gdal.GdalFiles;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that both backends read mean the same to both, to the last bit. */
@RequiresGdal
class BackendAgreementTest {

  /** GDAL allocates what their headers promise, which takes it up to half a minute. */
  private static final List<String> SLOW = List.of("gdal__scanline_more_than_2GB.tif");

  /** Where both may be right, or GDAL knows more than the file tells. */
  private static final Set<String> AMBIGUOUS =
      Set.of(
          // GDAL prefers the control points in the file beside it.
          "gdal__esri_geodataxform_no_resolutionunit.tif",
          // GDAL lets broken citations overrule the code of the CRS.
          "gdal__projected_GTCitationGeoKey_with_underscore_and_GeogTOWGS84GeoKey.tif",
          // A palette of four bands.
          "cimg__clusterfuzz-testcase-minimized-ImagingTiffFuzzer-5965016805539840.tiff");

  @TempDir Path folder;

  /** Every way to store samples that the JVM backend takes on. */
  @ParameterizedTest
  @CsvSource({
    "Byte, NONE, 1, NO, PIXEL, LITTLE",
    "Byte, PACKBITS, 1, YES, BAND, LITTLE",
    "Byte, DEFLATE, 2, YES, PIXEL, LITTLE",
    "Byte, LZW, 2, NO, PIXEL, BIG",
    "UInt16, DEFLATE, 2, YES, PIXEL, LITTLE",
    "UInt16, LZW, 2, YES, BAND, BIG",
    "Int16, LZW, 1, NO, PIXEL, BIG",
    "UInt32, DEFLATE, 2, YES, PIXEL, BIG",
    "Int32, LZW, 2, YES, BAND, LITTLE",
    "Float32, DEFLATE, 3, YES, PIXEL, LITTLE",
    "Float32, LZW, 3, NO, BAND, BIG",
    "Float32, NONE, 1, YES, PIXEL, BIG",
    "Float64, DEFLATE, 3, YES, PIXEL, LITTLE",
  })
  void onEveryLayout(
      String type,
      String compression,
      String predictor,
      String tiled,
      String interleave,
      String endian) {
    Path file =
        GdalFiles.create(
            folder.resolve("noise.tif"),
            333,
            217,
            3,
            type,
            dataset -> {
              Random random = new Random(42);
              for (int band = 0; band < 3; band++) {
                double[] samples = new double[333 * 217];
                Arrays.setAll(samples, i -> random.nextDouble() * 300 - 20);
                GdalFiles.write(dataset, band, samples);
              }
              dataset.GetRasterBand(1).SetNoDataValue(7);
              GdalFiles.place(dataset, 32617, 500000, 0.6, 0, 4100000, 0, -0.6);
            },
            "COMPRESS=" + compression,
            "PREDICTOR=" + predictor,
            "TILED=" + tiled,
            "BLOCKXSIZE=" + (tiled.equals("YES") ? 64 : 333),
            "BLOCKYSIZE=" + (tiled.equals("YES") ? 64 : 50),
            "INTERLEAVE=" + interleave,
            "ENDIANNESS=" + endian,
            "BIGTIFF=" + (predictor.equals("2") ? "YES" : "NO"));
    assertThat(BackendComparison.of(file)).isEqualTo(new BackendComparison(Outcome.SAME, ""));
  }

  static Stream<Path> realScenes() throws IOException {
    return tiffs("data/open/imagery");
  }

  @ParameterizedTest
  @MethodSource("realScenes")
  void onRealScenes(Path file) {
    assertThat(BackendComparison.of(file))
        .matches(found -> found.outcome() == Outcome.SAME || found.outcome() == Outcome.ONLY_GDAL);
  }

  /** Odd, broken and hostile files: each is read alike, or refused in so many words. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void onOddFiles() throws IOException {
    Map<Outcome, List<String>> found = new EnumMap<>(Outcome.class);
    try (Stream<Path> files = tiffs("data/open/torture")) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!SLOW.contains(name) && !AMBIGUOUS.contains(name)) {
          BackendComparison result = BackendComparison.of(file);
          found
              .computeIfAbsent(result.outcome(), outcome -> new ArrayList<>())
              .add(name + ": " + result.detail());
        }
      }
    }
    assertThat(found.get(Outcome.FAILED)).isNull();
    assertThat(found.get(Outcome.DIFFERENT)).isNull();
    assertThat(found.get(Outcome.SAME)).hasSizeGreaterThan(200);
  }

  private static Stream<Path> tiffs(String folder) throws IOException {
    return Files.walk(SharedData.path(folder))
        .filter(file -> file.toString().matches("(?i).*\\.tiff?"))
        .sorted();
  }
}
