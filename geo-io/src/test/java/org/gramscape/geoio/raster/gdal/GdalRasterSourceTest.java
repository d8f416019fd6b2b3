package org.gramscape.geoio.raster.gdal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gdal.osr.SpatialReference;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.PixelInterpretation;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresGdal
class GdalRasterSourceTest {
  private static final double[] UTM_GRID = {500000, 0.6, 0, 4100000, 0, -0.6};

  @TempDir Path folder;

  @Test
  void samplesComeInTheOrderAskedFor() throws IOException {
    Path file =
        create(
            3,
            gdalconstConstants.GDT_UInt16,
            dataset -> {
              for (int b = 1; b <= 3; b++) {
                dataset.GetRasterBand(b).WriteRaster(0, 0, 3, 2, ramp(b * 1000));
              }
            });
    try (RasterSource source = GdalBackend.open(file.toString())) {
      PixelBlock block = source.read(new Window(1, 0, 2, 2), 2, 0);
      assertThat(block.samples()).containsExactly(3001, 3002, 3004, 3005, 1001, 1002, 1004, 1005);
      assertThat(block.valid()).containsOnly(true);
    }
  }

  @Test
  void georeferenceIsKept() throws IOException {
    Path file = create(1, gdalconstConstants.GDT_Byte, dataset -> place(dataset, 32617));
    RasterInfo info = describe(file);
    assertThat(info.requireGeoreference().crs()).isEqualTo(Crs.epsg(32617));
    assertThat(info.requireGeoreference().transform())
        .isEqualTo(GeoTransform.northUp(500000, 4100000, 0.6, 0.6));
    assertThat(info.requireGeoreference().interpretation()).isEqualTo(PixelInterpretation.AREA);
    assertThat(info.whyNot()).isEmpty();
  }

  @Test
  void longitudeComesFirst() throws IOException {
    Path file = create(1, gdalconstConstants.GDT_Byte, dataset -> place(dataset, 4326));
    assertThat(describe(file).requireGeoreference().crs().toLonLat(10, 50).longitude())
        .isEqualTo(10);
  }

  @Test
  void aRasterWithoutGeoreferenceSaysWhatToDo() throws IOException {
    RasterInfo info = describe(create(1, gdalconstConstants.GDT_Byte, dataset -> {}));
    assertThat(info.georeference()).isEmpty();
    assertThat(info.whyNot()).contains("gdal_translate -a_srs");
  }

  @Test
  void aGridWithoutCrsSaysWhatToDo() throws IOException {
    Path file =
        create(1, gdalconstConstants.GDT_Byte, dataset -> dataset.SetGeoTransform(UTM_GRID));
    assertThat(describe(file).whyNot()).contains("gdal_edit.py -a_srs");
  }

  @Test
  void nodataIsComparedAsItIsStored() throws IOException {
    Path file =
        create(
            1,
            gdalconstConstants.GDT_Float32,
            dataset -> {
              dataset.GetRasterBand(1).SetNoDataValue(0.1);
              dataset.GetRasterBand(1)
                  .WriteRaster(0, 0, 3, 2, new float[] {0, 0.1f, 0.2f, Float.NaN, 1, -1});
            });
    try (RasterSource source = GdalBackend.open(file.toString())) {
      assertThat(source.info().bands().get(0).nodata()).isEqualTo(OptionalDouble.of(0.1f));
      assertThat(source.read(source.info().window(), 0).valid())
          .containsExactly(true, false, true, false, true, true);
    }
  }

  @Test
  void alphaSwitchesOtherBandsOffWhateverTheirNumber() throws IOException {
    Path file =
        create(
            3,
            gdalconstConstants.GDT_Byte,
            dataset -> {
              dataset.GetRasterBand(3).SetColorInterpretation(gdalconstConstants.GCI_AlphaBand);
              dataset.GetRasterBand(3).WriteRaster(0, 0, 3, 2, new byte[] {0, 1, -1, 0, 1, -1});
            });
    try (RasterSource source = GdalBackend.open(file.toString())) {
      assertThat(source.info().bands().get(2).role()).isEqualTo(BandInfo.Role.ALPHA);
      PixelBlock block = source.read(source.info().window(), 1, 2);
      assertThat(block.valid())
          .containsExactly(
              false, true, true, false, true, true, true, true, true, true, true, true);
    }
  }

  @Test
  void aMaskSwitchesEveryBandOff() throws IOException {
    Path file =
        create(
            2,
            gdalconstConstants.GDT_Byte,
            dataset -> {
              dataset.CreateMaskBand(gdalconstConstants.GMF_PER_DATASET);
              dataset.GetRasterBand(1)
                  .GetMaskBand()
                  .WriteRaster(0, 0, 3, 2, new byte[] {-1, -1, -1, 0, 0, 0});
            });
    try (RasterSource source = GdalBackend.open(file.toString())) {
      assertThat(source.read(source.info().window(), 0, 1).valid())
          .containsExactly(
              true, true, true, false, false, false, true, true, true, false, false, false);
    }
  }

  @Test
  void everySampleTypeIsExact() throws IOException {
    double[] extremes = {0, 1, 4294967295.0, 2147483647, 65535, 255};
    Path file =
        create(
            1,
            gdalconstConstants.GDT_UInt32,
            dataset ->
                dataset.GetRasterBand(1)
                    .WriteRaster(0, 0, 3, 2, gdalconstConstants.GDT_Float64, extremes));
    try (RasterSource source = GdalBackend.open(file.toString())) {
      assertThat(source.info().sampleType()).isEqualTo(SampleType.UINT32);
      assertThat(source.read(source.info().window(), 0).samples()).containsExactly(extremes);
    }
  }

  @Test
  void signedBytesAreSigned() throws IOException {
    Path file = folder.resolve("signed.tif");
    Dataset dataset =
        gdal.GetDriverByName("GTiff")
            .Create(
                file.toString(),
                3,
                2,
                1,
                gdalconstConstants.GDT_Byte,
                new String[] {"PIXELTYPE=SIGNEDBYTE"});
    dataset.GetRasterBand(1).WriteRaster(0, 0, 3, 2, new byte[] {-128, -1, 0, 1, 127, 5});
    dataset.delete();
    try (RasterSource source = GdalBackend.open(file.toString())) {
      assertThat(source.info().sampleType()).isEqualTo(SampleType.INT8);
      assertThat(source.read(source.info().window(), 0).samples())
          .containsExactly(-128, -1, 0, 1, 127, 5);
    }
  }

  @Test
  void complexSamplesAreRefusedWithTheWayOut() {
    Path file = create(1, gdalconstConstants.GDT_CFloat32, dataset -> {});
    assertThatThrownBy(() -> GdalBackend.open(file.toString()))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("AMPLITUDE");
  }

  @Test
  void whatIsNotARasterIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.tif"), "not a raster at all");
    assertThatThrownBy(() -> GdalBackend.open(file.toString()))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void aMissingFileIsMissing() {
    assertThatThrownBy(() -> GdalBackend.open(folder.resolve("none.tif").toString()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void windowsAndBandsOutsideAreRefused() throws IOException {
    Path file = create(1, gdalconstConstants.GDT_Byte, dataset -> {});
    try (RasterSource source = GdalBackend.open(file.toString())) {
      assertThatThrownBy(() -> source.read(new Window(2, 0, 2, 1), 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> source.read(new Window(0, 0, 1, 1), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aClosedSourceRefusesInsteadOfCrashing() throws IOException {
    RasterSource source =
        GdalBackend.open(create(1, gdalconstConstants.GDT_Byte, dataset -> {}).toString());
    source.close();
    source.close();
    assertThatThrownBy(() -> source.read(source.info().window(), 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static int[] ramp(int from) {
    return new int[] {from, from + 1, from + 2, from + 3, from + 4, from + 5};
  }

  private static void place(Dataset dataset, int epsg) {
    SpatialReference reference = new SpatialReference();
    reference.ImportFromEPSG(epsg);
    dataset.SetSpatialRef(reference);
    dataset.SetGeoTransform(UTM_GRID);
    reference.delete();
  }

  private static RasterInfo describe(Path file) throws IOException {
    try (RasterSource source = GdalBackend.open(file.toString())) {
      return source.info();
    }
  }

  /** A GeoTIFF of 3 x 2 pixels. */
  private Path create(int bands, int type, Consumer<Dataset> fill) {
    Path file = folder.resolve("made.tif");
    Dataset dataset = gdal.GetDriverByName("GTiff").Create(file.toString(), 3, 2, bands, type);
    fill.accept(dataset);
    dataset.delete();
    return file;
  }
}
