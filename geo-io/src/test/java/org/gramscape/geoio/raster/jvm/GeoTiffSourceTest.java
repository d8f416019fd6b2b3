package org.gramscape.geoio.raster.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo.Role;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made by hand, tag by tag: what is read, and what is refused before a pixel is. */
class GeoTiffSourceTest {
  @TempDir Path folder;

  /** An image of 2 x 2 bytes 0, 10, 20, 30 in one strip, changed by {@code change}. */
  private Path tiff(Consumer<TiffDirectoryWriter> change, byte... pixels) throws IOException {
    TiffDirectoryWriter tags = new TiffDirectoryWriter(false);
    tags.longs(TiffTag.IMAGE_WIDTH, 2);
    tags.longs(TiffTag.IMAGE_LENGTH, 2);
    tags.shorts(TiffTag.BITS_PER_SAMPLE, 8);
    tags.shorts(TiffTag.COMPRESSION, 1);
    tags.shorts(TiffTag.PHOTOMETRIC_INTERPRETATION, 1);
    tags.longs(TiffTag.STRIP_OFFSETS, 8);
    tags.shorts(TiffTag.SAMPLES_PER_PIXEL, 1);
    tags.longs(TiffTag.ROWS_PER_STRIP, 2);
    tags.longs(TiffTag.STRIP_BYTE_COUNTS, pixels.length);
    change.accept(tags);
    int start = 8 + pixels.length + pixels.length % 2;
    ByteBuffer file =
        ByteBuffer.allocate(start + (int) tags.length()).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(start).put(pixels);
    file.position(start).put(tags.toBytes(start, 0));
    return Files.write(folder.resolve("scene.tif"), file.array());
  }

  private Path plain(Consumer<TiffDirectoryWriter> change) throws IOException {
    return tiff(change, (byte) 0, (byte) 10, (byte) 20, (byte) 30);
  }

  private static RasterSource open(Path file) throws IOException {
    return Rasters.open(file.toString(), Backend.JVM);
  }

  private static PixelBlock readAll(Path file, int... bands) throws IOException {
    try (RasterSource source = open(file)) {
      return source.read(source.info().window(), bands);
    }
  }

  @Test
  void aPlainImageIsRead() throws IOException {
    Path file = plain(tags -> {});
    assertThat(readAll(file, 0).samples()).containsExactly(0, 10, 20, 30);
    try (RasterSource source = open(file)) {
      assertThat(source.read(new Window(1, 1, 1, 1), 0).samples()).containsExactly(30);
      assertThat(source.info().georeference()).isEmpty();
      assertThat(source.info().whyNot()).contains("gdal_translate -a_srs");
    }
  }

  @Test
  void nodataIsInvalidAndZeroIsNot() throws IOException {
    Path file = plain(tags -> tags.ascii(TiffTag.GDAL_NODATA, "20"));
    assertThat(readAll(file, 0).valid()).containsExactly(true, true, false, true);
  }

  @Test
  void nodataThatTheTypeCannotHoldMarksNothing() throws IOException {
    Path file = plain(tags -> tags.ascii(TiffTag.GDAL_NODATA, "-9999"));
    assertThat(readAll(file, 0).valid()).containsOnly(true);
  }

  @Test
  void alphaSwitchesItsPixelOff() throws IOException {
    Path file =
        tiff(
            tags -> {
              tags.shorts(TiffTag.SAMPLES_PER_PIXEL, 2);
              tags.shorts(TiffTag.BITS_PER_SAMPLE, 8, 8);
              tags.shorts(TiffTag.EXTRA_SAMPLES, 2);
            },
            new byte[] {5, 1, 6, 0, 7, -1, 8, 0});
    PixelBlock block = readAll(file, 0, 1);
    assertThat(block.samples()).containsExactly(5, 6, 7, 8, 1, 0, 255, 0);
    assertThat(block.valid()).containsExactly(true, false, true, false, true, true, true, true);
    try (RasterSource source = open(file)) {
      assertThat(source.info().bands().get(1).role()).isEqualTo(Role.ALPHA);
    }
  }

  @Test
  void aMaskBesideTheFileCounts() throws IOException {
    Path mask = tiff(tags -> {}, (byte) -1, (byte) 0, (byte) -1, (byte) -1);
    Files.move(mask, folder.resolve("scene.tif.msk"));
    assertThat(readAll(plain(tags -> {}), 0).valid()).containsExactly(true, false, true, true);
  }

  @Test
  void whiteIsZeroKeepsTheStoredValues() throws IOException {
    Path file = plain(tags -> tags.shorts(TiffTag.PHOTOMETRIC_INTERPRETATION, 0));
    assertThat(readAll(file, 0).samples()).containsExactly(0, 10, 20, 30);
  }

  @Test
  void aStripLeftOutHoldsNodata() throws IOException {
    Path file =
        plain(
            tags -> {
              tags.longs(TiffTag.STRIP_BYTE_COUNTS, 0);
              tags.longs(TiffTag.STRIP_OFFSETS, 0);
              tags.ascii(TiffTag.GDAL_NODATA, "7");
            });
    assertThat(readAll(file, 0).samples()).containsOnly(7);
    assertThat(readAll(file, 0).valid()).containsOnly(false);
  }

  @Test
  void aPointRastersTagsSpeakOfPixelCentres() throws IOException {
    Path file =
        plain(
            tags -> {
              tags.doubles(TiffTag.MODEL_PIXEL_SCALE, 2, 2, 0);
              tags.doubles(TiffTag.MODEL_TIEPOINT, 0, 0, 0, 500000, 4000000, 0);
              tags.shorts(
                  TiffTag.GEO_KEY_DIRECTORY,
                  1,
                  1,
                  0,
                  3,
                  1024,
                  0,
                  1,
                  1,
                  1025,
                  0,
                  1,
                  2,
                  3072,
                  0,
                  1,
                  32617);
            });
    try (RasterSource source = open(file)) {
      var transform = source.info().requireGeoreference().transform();
      assertThat(transform.x0()).isEqualTo(499999);
      assertThat(transform.y0()).isEqualTo(4000001);
    }
  }

  @Test
  void aUnitThatIsNotTheCodesIsNotBelieved() throws IOException {
    Path file =
        plain(
            tags -> {
              tags.doubles(TiffTag.MODEL_PIXEL_SCALE, 2, 2, 0);
              tags.doubles(TiffTag.MODEL_TIEPOINT, 0, 0, 0, 500000, 4000000, 0);
              tags.shorts(
                  TiffTag.GEO_KEY_DIRECTORY,
                  1,
                  1,
                  0,
                  3,
                  1024,
                  0,
                  1,
                  1,
                  3072,
                  0,
                  1,
                  32617,
                  3076,
                  0,
                  1,
                  9003);
            });
    try (RasterSource source = open(file)) {
      assertThatThrownBy(() -> source.info().requireGeoreference())
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining("US survey foot")
          .hasMessageContaining("gdal_translate -a_srs");
    }
  }

  @Test
  void whatIsNotReadIsLeftToGdalByItsName() throws IOException {
    requireRefusal(plain(tags -> tags.shorts(TiffTag.COMPRESSION, 4)), "CCITT group 4");
    requireRefusal(plain(tags -> tags.shorts(TiffTag.COMPRESSION, 34887)), "LERC");
    requireRefusal(
        plain(tags -> tags.shorts(TiffTag.PHOTOMETRIC_INTERPRETATION, 6)), "YCbCr colours");
    requireRefusal(plain(tags -> tags.shorts(TiffTag.PHOTOMETRIC_INTERPRETATION, 8)), "L*a*b*");
    requireRefusal(
        plain(
            tags -> {
              tags.shorts(TiffTag.BITS_PER_SAMPLE, 4);
              tags.shorts(TiffTag.SAMPLE_FORMAT, 2);
            }),
        "4-bit signed");
  }

  private static void requireRefusal(Path file, String what) {
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("scene.tif")
        .hasMessageContaining("GDAL");
  }

  @Test
  void damageIsFoundBeforePixelsAreRead() throws IOException {
    for (Consumer<TiffDirectoryWriter> damage :
        java.util.List.<Consumer<TiffDirectoryWriter>>of(
            tags -> tags.longs(TiffTag.IMAGE_WIDTH, 0),
            tags -> tags.longs(TiffTag.IMAGE_LENGTH, 2_000_000_000),
            tags -> tags.longs(TiffTag.STRIP_OFFSETS, 1_000_000),
            tags -> tags.shorts(TiffTag.SAMPLES_PER_PIXEL, 0))) {
      Path file = plain(damage);
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining("scene.tif");
    }
  }

  @Test
  void theLastPixelOfTheWidestRasterIsRead() throws IOException {
    Path file =
        plain(
            tags -> {
              tags.longs(TiffTag.IMAGE_WIDTH, Integer.MAX_VALUE);
              tags.longs(TiffTag.IMAGE_LENGTH, 1);
              tags.longs(TiffTag.TILE_WIDTH, 1 << 20);
              tags.longs(TiffTag.TILE_LENGTH, 16);
              tags.longs(TiffTag.TILE_OFFSETS, new int[2048]);
              tags.longs(TiffTag.TILE_BYTE_COUNTS, new int[2048]);
            });
    try (RasterSource source = open(file)) {
      Window last = new Window(Integer.MAX_VALUE - 2, 0, 2, 1);
      assertThat(source.read(last, 0).samples()).containsExactly(0, 0);
    }
  }

  @Test
  void theOrderOfTagsDoesNotMatter() throws IOException {
    Path file = plain(tags -> {});
    byte[] bytes = Files.readAllBytes(file);
    int first = 12 + 2; // after the pixels and the number of entries
    byte[] entry = Arrays.copyOfRange(bytes, first, first + 12);
    System.arraycopy(bytes, first + 5 * 12, bytes, first, 12);
    System.arraycopy(entry, 0, bytes, first + 5 * 12, 12);
    Files.write(file, bytes);
    assertThat(readAll(file, 0).samples()).containsExactly(0, 10, 20, 30);
  }

  @Test
  void aBombIsRefusedBeforeMemoryIsTaken() throws IOException {
    for (int compression : new int[] {5, 8, 32773, 50000, 7}) {
      Path file =
          plain(
              tags -> {
                tags.longs(TiffTag.IMAGE_WIDTH, 16000);
                tags.longs(TiffTag.IMAGE_LENGTH, 16000);
                tags.longs(TiffTag.ROWS_PER_STRIP, 16000);
                tags.shorts(TiffTag.COMPRESSION, compression);
              });
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(InvalidRasterException.class)
          .hasMessageContaining("256000000 bytes of pixels in 4 stored ones");
    }
  }

  @Test
  void whatIsNoTiffIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.tif"), "not a raster");
    assertThatThrownBy(() -> open(text))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("notes.tif");
    assertThatThrownBy(() -> open(folder.resolve("missing.tif")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
