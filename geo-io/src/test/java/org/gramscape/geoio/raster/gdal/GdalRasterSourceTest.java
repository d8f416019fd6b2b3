package org.gramscape.geoio.raster.gdal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.GCP;
import org.gdal.gdal.gdal;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GDAL adds to the contract of every backend. */
@RequiresGdal
class GdalRasterSourceTest {

  @TempDir Path folder;

  @Test
  void otherFormatsThanTiffAreRead() throws IOException {
    Path tiff = ramp("a.tif");
    Path png = folder.resolve("a.png");
    Dataset source = gdal.Open(tiff.toString());
    gdal.GetDriverByName("PNG").CreateCopy(png.toString(), source, new String[0]).delete();
    source.delete();
    try (RasterSource opened = GdalBackend.open(png.toString())) {
      assertThat(opened.info().format()).isEqualTo("PNG");
      assertThat(opened.read(new Window(1, 1, 2, 1), 0).samples()).containsExactly(5, 6);
    }
  }

  @Test
  void remoteFilesAreReadByTheirAddress() throws IOException {
    byte[] file = Files.readAllBytes(ramp("a.tif"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/scene.tif", exchange -> serve(exchange, file));
    server.start();
    String address = "http://localhost:" + server.getAddress().getPort();
    try (RasterSource source = GdalBackend.open(address + "/scene.tif")) {
      assertThat(source.info().name()).isEqualTo(address + "/scene.tif");
      assertThat(source.read(new Window(0, 0, 4, 1), 0).samples()).containsExactly(0, 1, 2, 3);
      assertThatThrownBy(() -> GdalBackend.open(address + "/none.tif"))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining("404");
    } finally {
      server.stop(0);
    }
  }

  /** Answers whole or by range, as a file server does. */
  private static void serve(HttpExchange exchange, byte[] file) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    byte[] part = file;
    if (range != null) {
      String[] ends = range.substring("bytes=".length()).split("-");
      int from = Integer.parseInt(ends[0]);
      int to = Math.min(file.length, Integer.parseInt(ends[1]) + 1);
      part = Arrays.copyOfRange(file, from, to);
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, file.length));
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
    exchange.sendResponseHeaders(range == null ? 200 : 206, head ? -1 : part.length);
    if (!head) {
      exchange.getResponseBody().write(part);
    }
    exchange.close();
  }

  @Test
  void groundControlPointsAreNoGeoreference() throws IOException {
    Path file =
        GdalFiles.create(
            folder.resolve("gcp.tif"),
            4,
            3,
            1,
            "Byte",
            dataset ->
                dataset.SetGCPs(
                    new GCP[] {new GCP(10, 50, 0, 0), new GCP(11, 50, 4, 0), new GCP(10, 49, 0, 3)},
                    org.gdal.osr.osrConstants.SRS_WKT_WGS84_LAT_LONG));
    RasterInfo info = describe(file);
    assertThat(info.georeference()).isEmpty();
    assertThat(info.whyNot()).contains("3 ground control points").contains("gdalwarp");
  }

  @Test
  void aFileOfManyRastersNamesThem() throws IOException {
    Path container = folder.resolve("both.gpkg");
    Dataset source = gdal.Open(ramp("a.tif").toString());
    for (String[] options :
        new String[][] {{"RASTER_TABLE=may"}, {"RASTER_TABLE=june", "APPEND_SUBDATASET=YES"}}) {
      gdal.GetDriverByName("GPKG").CreateCopy(container.toString(), source, options).delete();
    }
    source.delete();
    assertThatThrownBy(() -> GdalBackend.open(container.toString()))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("holds 2 rasters")
        .hasMessageContaining("GPKG:" + container + ":may");
    assertThat(describe(Path.of("GPKG:" + container + ":june")).format()).isEqualTo("GPKG");
  }

  @Test
  void bandsOfDifferentTypesShareTheNarrowestThatHoldsThem() throws IOException {
    Path signed = GdalFiles.create(folder.resolve("s.tif"), 4, 3, 1, "Int16", dataset -> {});
    Path unsigned = GdalFiles.create(folder.resolve("u.tif"), 4, 3, 1, "UInt16", dataset -> {});
    Path both = folder.resolve("both.vrt");
    Files.writeString(
        both,
        """
        <VRTDataset rasterXSize="4" rasterYSize="3">
        <VRTRasterBand dataType="Int16" band="1"><SimpleSource><SourceFilename>%s</SourceFilename></SimpleSource></VRTRasterBand>
        <VRTRasterBand dataType="UInt16" band="2"><SimpleSource><SourceFilename>%s</SourceFilename></SimpleSource></VRTRasterBand>
        </VRTDataset>
        """
            .formatted(signed, unsigned));
    assertThat(describe(both).sampleType()).isEqualTo(SampleType.INT32);
  }

  @Test
  void whatTheFileSaysOfABandIsKept() throws IOException {
    Path file =
        GdalFiles.create(
            folder.resolve("told.tif"),
            4,
            3,
            1,
            "UInt16",
            dataset -> {
              dataset.GetRasterBand(1).SetDescription("near infrared");
              dataset.GetRasterBand(1).SetScale(0.0001);
              dataset.GetRasterBand(1).SetOffset(-0.1);
              dataset.SetMetadataItem("TIFFTAG_DATETIME", "2020:08:31 10:00:00");
            },
            "NBITS=12");
    RasterInfo info = describe(file);
    BandInfo band = info.bands().get(0);
    assertThat(band.description()).isEqualTo("near infrared");
    assertThat(band.bits()).isEqualTo(12);
    assertThat(band.scale()).isEqualTo(0.0001);
    assertThat(band.offset()).isEqualTo(-0.1);
    assertThat(info.metadata()).containsEntry("TIFFTAG_DATETIME", "2020:08:31 10:00:00");
  }

  @Test
  void aClosedSourceRefusesInsteadOfCrashing() throws IOException {
    RasterSource source = GdalBackend.open(ramp("a.tif").toString());
    source.close();
    source.close();
    assertThatThrownBy(() -> source.read(new Window(0, 0, 1, 1), 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static RasterInfo describe(Path file) throws IOException {
    try (RasterSource source = GdalBackend.open(file.toString())) {
      return source.info();
    }
  }

  /** 4 x 3 pixels, counted from 0. */
  private Path ramp(String name) {
    return GdalFiles.create(
        folder.resolve(name),
        4,
        3,
        1,
        "Byte",
        dataset -> {
          GdalFiles.place(dataset, 32617, 500000, 0.6, 0, 4100000, 0, -0.6);
          GdalFiles.write(dataset, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        });
  }
}
