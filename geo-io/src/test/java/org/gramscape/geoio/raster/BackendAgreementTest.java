package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gramscape.geoio.SharedData;
import org.gramscape.geoio.raster.BackendComparison.Outcome;
import org.gramscape.geoio.raster.gdal.GdalFiles;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that both backends read mean the same to both, to the last bit. */
@RequiresGdal
class BackendAgreementTest {

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
    "Float64, LZW, 2, YES, BAND, BIG",
    "UInt16, ZSTD, 2, YES, PIXEL, BIG",
    "Float32, ZSTD, 3, NO, BAND, LITTLE",
    "Byte, JPEG, 1, YES, PIXEL, LITTLE",
    "Byte, JPEG, 1, NO, BAND, LITTLE",
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

  /** Every kind of sample, colour and validity. */
  @ParameterizedTest
  @CsvSource({
    "Byte, 1, , NBITS=1",
    "Byte, 3, , NBITS=4 INTERLEAVE=PIXEL",
    "UInt16, 2, 7, NBITS=12 COMPRESS=DEFLATE",
    "UInt32, 1, , NBITS=20 COMPRESS=LZW",
    "Float32, 1, nan, NBITS=16",
    "Float32, 2, , NBITS=24 ENDIANNESS=BIG",
    "Byte, 1, 7, PHOTOMETRIC=MINISWHITE",
    "Byte, 4, , PHOTOMETRIC=CMYK COMPRESS=LZW",
    "Byte, 3, , PHOTOMETRIC=YCBCR COMPRESS=JPEG TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32",
    "Byte, 4, , PHOTOMETRIC=RGB ALPHA=YES",
    "Int16, 2, -32768, TILED=YES SPARSE_OK=TRUE",
    "Float32, 1, -3.4028234663852886e38, COMPRESS=ZSTD",
    "Float32, 1, 1e300, COMPRESS=PACKBITS",
    "Float64, 1, -1.7976931348623157e308, COMPRESS=DEFLATE PREDICTOR=3",
    "Float64, 1, inf, BIGTIFF=YES",
  })
  void onEveryKind(String type, int bands, String nodata, String options) {
    Path file =
        GdalFiles.create(
            folder.resolve("kind.tif"),
            75,
            61,
            bands,
            type,
            dataset -> {
              GdalFiles.place(dataset, 3857, 1e6, 1.2, 0, 8.4e6, 0, -1.2);
              for (int band = 0; band < bands; band++) {
                double[] samples = new double[75 * 61];
                Arrays.setAll(samples, i -> i % 13 + (i % 7) / 8.0);
                if (nodata != null) {
                  double absent =
                      Double.parseDouble(nodata.replace("nan", "NaN").replace("inf", "Infinity"));
                  dataset.GetRasterBand(band + 1).SetNoDataValue(absent);
                  samples[5] = absent;
                }
                GdalFiles.write(dataset, band, samples);
                if (!options.contains("PHOTOMETRIC")) {
                  dataset.GetRasterBand(band + 1).SetScale(0.01);
                  dataset.GetRasterBand(band + 1).SetOffset(-1.5);
                }
              }
            },
            options.split(" "));
    assertThat(BackendComparison.of(file)).isEqualTo(new BackendComparison(Outcome.SAME, ""));
  }

  static Stream<Path> realScenes() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("imagery", "pairs", "chm_only", "landcover")) {
      files.addAll(OddFilesSurvey.tiffs(SharedData.path("data/open/" + folder)));
    }
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("realScenes")
  void onRealScenes(Path file) {
    assertThat(BackendComparison.of(file)).isEqualTo(new BackendComparison(Outcome.SAME, ""));
  }
}
