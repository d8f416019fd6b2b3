package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gramscape.geoio.raster.gdal.GdalFiles;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong in a file, it is read or refused in one line: no other exception, no crash, no
 * memory without bound, nothing on standard error.
 */
@RequiresGdal
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutatedTiffTest {
  private static final long SEED = 20;
  private static final long MOST_ALLOCATED = 1L << 30;

  @TempDir static Path originals;
  @TempDir Path folder;

  @BeforeAll
  static void writeOriginals() {
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES");
    original("deflate", 3, "Byte", "COMPRESS=DEFLATE", "PREDICTOR=2", "TILED=YES");
    original("lzw", 2, "UInt16", "COMPRESS=LZW", "PREDICTOR=2", "ENDIANNESS=BIG", "BLOCKYSIZE=9");
    original("zstd", 1, "Float32", "COMPRESS=ZSTD", "PREDICTOR=3", "BIGTIFF=YES");
    original("jpeg", 3, "Byte", "COMPRESS=JPEG", "PHOTOMETRIC=YCBCR", "TILED=YES");
    original("packbits", 1, "Int16", "COMPRESS=PACKBITS");
    original("bilevel", 1, "Byte", "NBITS=1", "COMPRESS=LZW");
    original("fax", 1, "Byte", "NBITS=1", "COMPRESS=CCITTFAX4");
    original("twelve", 2, "UInt16", "NBITS=12", "ENDIANNESS=BIG", "BIGTIFF=YES");
    original("half", 1, "Float32", "NBITS=16", "COMPRESS=DEFLATE");
    original("planar", 3, "Float64", "INTERLEAVE=BAND", "TILED=YES", "SPARSE_OK=TRUE");
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", null);
  }

  private static void original(String name, int bands, String type, String... options) {
    String[] all = Arrays.copyOf(options, options.length + 2);
    boolean tiled = String.join(" ", options).contains("TILED");
    all[options.length] = "BLOCKXSIZE=" + (tiled ? 16 : 40);
    all[options.length + 1] = tiled ? "BLOCKYSIZE=16" : "PROFILE=GDALGeoTIFF";
    GdalFiles.create(
        originals.resolve(name + ".tif"), 40, 37, bands, type, set -> fill(set, bands), all);
  }

  private static void fill(Dataset dataset, int bands) {
    Random random = new Random(1);
    GdalFiles.place(dataset, 32617, 500000, 0.6, 0, 4100000, 0, -0.6);
    dataset.CreateMaskBand(gdalconstConstants.GMF_PER_DATASET);
    for (int band = 0; band < bands; band++) {
      double[] samples = new double[40 * 37];
      Arrays.setAll(samples, i -> random.nextInt(200));
      GdalFiles.write(dataset, band, samples);
      dataset.GetRasterBand(band + 1).SetNoDataValue(7);
      dataset.GetRasterBand(band + 1).SetDescription("band " + band);
    }
  }

  @Test
  void theJvmReadsOrRefuses() throws IOException {
    inJvm(SEED, 6_000);
  }

  @Test
  void gdalReadsOrRefuses() throws Exception {
    inGdal(SEED, 2_000, 29);
  }

  /** A millisecond or two a file. */
  @Test
  @Tag("long")
  @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theJvmReadsOrRefusesForLong() throws IOException {
    inJvm(SEED + 1, 1_000_000);
  }

  /** Five milliseconds a file. */
  @Test
  @Tag("long")
  @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void gdalReadsOrRefusesForLong() throws Exception {
    inGdal(SEED + 1, 200_000, 119);
  }

  private void inJvm(long seed, int count) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    MutatedTiffs tiffs = MutatedTiffs.of(originals, seed);
    Path file = folder.resolve("mutated.tif");
    int read = 0;
    for (int number = 0; number < count; number++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        Files.write(file, tiffs.get(number));
        read += MutatedTiffs.read(file, Backend.JVM) ? 1 : 0;
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", number " + number, e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for seed %d, number %d", seed, number)
          .isLessThan(MOST_ALLOCATED);
    }
    // Else nothing of what lies behind the checks of the header was tried.
    assertThat(read).isBetween(count / 10, count * 9 / 10);
  }

  private static void inGdal(long seed, int count, int minutes) throws Exception {
    ChildJvm child =
        ChildJvm.run(MutatedTiffs.class, "256m", minutes, originals, "GDAL", seed, count);
    assertThat(child.err()).as("after %d files of seed %d", child.out().size(), seed).isEmpty();
    assertThat(child.exit()).isZero();
    assertThat(Long.parseLong(child.out().get(count))).isLessThan(1024);
  }
}
