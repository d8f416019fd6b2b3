package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import java.util.function.Consumer;
import org.gdal.gdal.ColorTable;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.GCP;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gdal.osr.osrConstants;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.PixelInterpretation;
import org.gramscape.geoio.raster.gdal.GdalFiles;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a {@link RasterSource} promises, whichever backend stands behind it. */
@RequiresGdal
class RasterContractTest {
  private static final double[] UTM_GRID = {500000, 0.6, 0, 4100000, 0, -0.6};

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void bandsComeInTheOrderAskedFor(Backend backend) throws IOException {
    Path file =
        create(
            3,
            "UInt16",
            dataset -> {
              for (int band = 0; band < 3; band++) {
                int from = band * 1000;
                GdalFiles.write(
                    dataset, band, from, from + 1, from + 2, from + 3, from + 4, from + 5);
              }
            });
    PixelBlock block = read(file, backend, new Window(1, 0, 2, 2), 2, 0);
    assertThat(block.samples()).containsExactly(2001, 2002, 2004, 2005, 1, 2, 4, 5);
    assertThat(block.valid()).containsOnly(true);
  }

  @ParameterizedTest
  @CsvSource({
    "JVM, Byte, UINT8, 255",
    "GDAL, Byte, UINT8, 255",
    "JVM, UInt16, UINT16, 65535",
    "GDAL, UInt16, UINT16, 65535",
    "JVM, Int16, INT16, -32768",
    "GDAL, Int16, INT16, -32768",
    "JVM, UInt32, UINT32, 4294967295",
    "GDAL, UInt32, UINT32, 4294967295",
    "JVM, Int32, INT32, -2147483648",
    "GDAL, Int32, INT32, -2147483648",
    "JVM, Float32, FLOAT32, 3.4028234663852886E38",
    "GDAL, Float32, FLOAT32, 3.4028234663852886E38",
    "JVM, Float64, FLOAT64, -1.7976931348623157E308",
    "GDAL, Float64, FLOAT64, -1.7976931348623157E308",
  })
  void everySampleTypeIsExact(Backend backend, String gdalType, SampleType type, double extreme)
      throws IOException {
    double[] samples = {0, 1, extreme, 2, 3, 127};
    Path file = create(1, gdalType, dataset -> GdalFiles.write(dataset, 0, samples));
    assertThat(describe(file, backend).sampleType()).isEqualTo(type);
    assertThat(read(file, backend, new Window(0, 0, 3, 2), 0).samples()).containsExactly(samples);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void signedBytesAreSigned(Backend backend) throws IOException {
    Path file =
        create(
            1,
            "Byte",
            dataset -> GdalFiles.write(dataset, 0, 128, 255, 0, 1, 127, 5),
            "PIXELTYPE=SIGNEDBYTE");
    assertThat(describe(file, backend).sampleType()).isEqualTo(SampleType.INT8);
    assertThat(read(file, backend, new Window(0, 0, 3, 2), 0).samples())
        .containsExactly(-128, -1, 0, 1, 127, 5);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void nodataIsComparedAsItIsStored(Backend backend) throws IOException {
    Path file =
        create(
            1,
            "Float32",
            dataset -> {
              dataset.GetRasterBand(1).SetNoDataValue(0.1);
              GdalFiles.write(dataset, 0, 0, 0.1f, 0.2f, Double.NaN, 1, -1);
            });
    assertThat(describe(file, backend).bands().get(0).nodata()).hasValue(0.1f);
    assertThat(read(file, backend, new Window(0, 0, 3, 2), 0).valid())
        .containsExactly(true, false, true, false, true, true);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void nodataThatTheTypeCannotHoldMarksNothing(Backend backend) throws IOException {
    Path file = create(1, "Byte", dataset -> dataset.GetRasterBand(1).SetNoDataValue(-9999));
    assertThat(describe(file, backend).bands().get(0).nodata()).isEmpty();
    assertThat(read(file, backend, new Window(0, 0, 3, 2), 0).valid()).containsOnly(true);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void alphaSwitchesOtherBandsOffWhateverTheirNumber(Backend backend) throws IOException {
    Path file =
        create(
            3,
            "Byte",
            dataset -> {
              dataset.GetRasterBand(3).SetColorInterpretation(gdalconstConstants.GCI_AlphaBand);
              GdalFiles.write(dataset, 2, 0, 1, 255, 0, 1, 255);
            });
    assertThat(describe(file, backend).bands().get(2).role()).isEqualTo(BandInfo.Role.ALPHA);
    assertThat(read(file, backend, new Window(0, 0, 3, 2), 1, 2).valid())
        .containsExactly(false, true, true, false, true, true, true, true, true, true, true, true);
  }

  @ParameterizedTest
  @CsvSource({"JVM, YES", "GDAL, YES", "JVM, NO", "GDAL, NO"})
  void aMaskSwitchesEveryBandOff(Backend backend, String internal) throws IOException {
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", internal);
    Path file =
        create(
            2,
            "Byte",
            dataset -> {
              dataset.CreateMaskBand(gdalconstConstants.GMF_PER_DATASET);
              dataset.GetRasterBand(1)
                  .GetMaskBand()
                  .WriteRaster(0, 0, 3, 2, new byte[] {-1, -1, -1, 0, 0, 0});
            });
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", null);
    assertThat(read(file, backend, new Window(0, 0, 3, 2), 0, 1).valid())
        .containsExactly(
            true, true, true, false, false, false, true, true, true, false, false, false);
  }

  @ParameterizedTest
  @CsvSource({
    // north-up, south-up, rotated, with pixels that are not square; feet; degrees; web Mercator
    "JVM, 32617, 500000, 0.6, 0, 4100000, 0, -0.6",
    "GDAL, 32617, 500000, 0.6, 0, 4100000, 0, -0.6",
    "JVM, 32617, 500000, 0.6, 0, 4100000, 0, 0.6",
    "GDAL, 32617, 500000, 0.6, 0, 4100000, 0, 0.6",
    "JVM, 32617, 500000, 0.5, 0.2, 4100000, 0.2, -0.5",
    "GDAL, 32617, 500000, 0.5, 0.2, 4100000, 0.2, -0.5",
    "JVM, 2263, 980000, 0.5, 0, 200000, 0, -1.5",
    "GDAL, 2263, 980000, 0.5, 0, 200000, 0, -1.5",
    "JVM, 4326, -81, 1e-5, 0, 37, 0, -1e-5",
    "GDAL, 4326, -81, 1e-5, 0, 37, 0, -1e-5",
    "JVM, 3857, -9016878, 1, 0, 4439106, 0, -1",
    "GDAL, 3857, -9016878, 1, 0, 4439106, 0, -1",
  })
  void theGeoreferenceIsKept(
      Backend backend,
      int epsg,
      double x0,
      double xPerColumn,
      double xPerRow,
      double y0,
      double yPerColumn,
      double yPerRow)
      throws IOException {
    Path file =
        create(
            1,
            "Byte",
            dataset ->
                GdalFiles.place(dataset, epsg, x0, xPerColumn, xPerRow, y0, yPerColumn, yPerRow));
    assertThat(describe(file, backend).requireGeoreference())
        .isEqualTo(
            new Georeference(
                Crs.epsg(epsg),
                new GeoTransform(x0, xPerColumn, xPerRow, y0, yPerColumn, yPerRow)));
    assertThat(describe(file, backend).whyNot()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void pixelIsPointKeepsItsGround(Backend backend) throws IOException {
    Path file =
        create(
            1,
            "Byte",
            dataset -> {
              dataset.SetMetadataItem("AREA_OR_POINT", "Point");
              GdalFiles.place(dataset, 32617, UTM_GRID);
            });
    Georeference place = describe(file, backend).requireGeoreference();
    assertThat(place.interpretation()).isEqualTo(PixelInterpretation.POINT);
    assertThat(place.transform().x0()).isCloseTo(500000, within(1e-6));
    assertThat(place.transform().y0()).isCloseTo(4100000, within(1e-6));
  }

  @Test
  void aRasterWithoutPlaceSaysWhatToDo() throws IOException {
    requireSameHelp("no georeference", dataset -> {});
    requireSameHelp("a grid but no CRS", dataset -> dataset.SetGeoTransform(UTM_GRID));
    requireSameHelp(
        "3 ground control points",
        dataset ->
            dataset.SetGCPs(
                new GCP[] {new GCP(10, 50, 0, 0), new GCP(11, 50, 3, 0), new GCP(10, 49, 0, 2)},
                osrConstants.SRS_WKT_WGS84_LAT_LONG));
    requireSameHelp("camera model (RPC)", dataset -> dataset.SetMetadata(rpc(), "RPC"));
  }

  private void requireSameHelp(String what, Consumer<Dataset> fill) throws IOException {
    Path file = create(1, "Byte", fill);
    RasterInfo info = describe(file, Backend.JVM);
    assertThat(info.georeference()).isEmpty();
    assertThat(info.whyNot()).contains(what).contains("gdal").contains(file.toString());
    assertThat(describe(file, Backend.GDAL).whyNot()).isEqualTo(info.whyNot());
    assertThatThrownBy(info::requireGeoreference).isInstanceOf(InvalidRasterException.class);
  }

  private static Vector<String> rpc() {
    String polynomial = "1" + " 0".repeat(19);
    return new Vector<>(
        List.of(
            "LINE_OFF=1",
            "SAMP_OFF=1",
            "LAT_OFF=50",
            "LONG_OFF=10",
            "HEIGHT_OFF=0",
            "LINE_SCALE=1",
            "SAMP_SCALE=1",
            "LAT_SCALE=1",
            "LONG_SCALE=1",
            "HEIGHT_SCALE=1",
            "LINE_NUM_COEFF=" + polynomial,
            "LINE_DEN_COEFF=" + polynomial,
            "SAMP_NUM_COEFF=" + polynomial,
            "SAMP_DEN_COEFF=" + polynomial));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void paletteColoursAreKept(Backend backend) throws IOException {
    Path file =
        create(
            1,
            "Byte",
            dataset -> {
              ColorTable palette = new ColorTable();
              palette.SetColorEntry(1, new Color(0x2E7D32));
              palette.SetColorEntry(255, Color.WHITE);
              dataset.GetRasterBand(1).SetColorTable(palette);
              palette.delete();
            });
    RasterInfo info = describe(file, backend);
    assertThat(info.bands().get(0).role()).isEqualTo(BandInfo.Role.PALETTE);
    assertThat(info.colors().orElseThrow().colors())
        .containsEntry(0, 0)
        .containsEntry(1, 0x2E7D32)
        .containsEntry(255, 0xFFFFFF);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void complexSamplesAreRefused(Backend backend) {
    Path file = create(1, "CFloat32", dataset -> {});
    assertRefused(file, backend);
    assertThatThrownBy(() -> describe(file, backend)).hasMessageContaining("AMPLITUDE:" + file);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void whatIsNotARasterIsRefused(Backend backend) throws IOException {
    assertRefused(Files.writeString(folder.resolve("notes.tif"), "not a raster"), backend);
    assertRefused(Files.createFile(folder.resolve("empty.tif")), backend);
    assertRefused(Files.createDirectory(folder.resolve("folder.tif")), backend);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void aTruncatedFileIsRefused(Backend backend) throws IOException {
    Path whole =
        GdalFiles.create(
            folder.resolve("whole.tif"), 300, 300, 1, "Float32", set -> {}, "TILED=YES");
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.tif"), Arrays.copyOf(bytes, 200_000));
    assertThatThrownBy(() -> read(half, backend, new Window(0, 0, 300, 300), 0))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageStartingWith(half.toString());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void aMissingFileIsMissing(Backend backend) {
    assertThatThrownBy(() -> describe(folder.resolve("none.tif"), backend))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void windowsAndBandsOutsideAreRefused(Backend backend) {
    Path file = create(1, "Byte", dataset -> {});
    assertThatThrownBy(() -> read(file, backend, new Window(2, 0, 2, 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read(file, backend, new Window(0, 0, 1, 1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(Path file, Backend backend) {
    assertThatThrownBy(() -> describe(file, backend))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
  }

  private static RasterInfo describe(Path file, Backend backend) throws IOException {
    try (RasterSource source = Rasters.open(file.toString(), backend)) {
      return source.info();
    }
  }

  private static PixelBlock read(Path file, Backend backend, Window window, int... bands)
      throws IOException {
    try (RasterSource source = Rasters.open(file.toString(), backend)) {
      return source.read(window, bands);
    }
  }

  /** A GeoTIFF of 3 x 2 pixels. */
  private Path create(int bands, String type, Consumer<Dataset> fill, String... options) {
    return GdalFiles.create(folder.resolve("made.tif"), 3, 2, bands, type, fill, options);
  }
}
