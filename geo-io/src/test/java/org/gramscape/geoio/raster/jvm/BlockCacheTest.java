package org.gramscape.geoio.raster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
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

class BlockCacheTest {
  @TempDir Path folder;

  private final List<Rectangle> decoded = new ArrayList<>();

  private static TiffImage image(int width, int height, int blockWidth, int blockHeight) {
    return new TiffImage(
        width, height, 1, SampleType.UINT8, 1, blockWidth, blockHeight, new BitSet());
  }

  /** Pixels that hold the sum of their column and row, modulo 256. */
  private BlockCache cache(TiffImage image) {
    return new BlockCache(
        image,
        part -> {
          decoded.add(part);
          WritableRaster pixels =
              new BufferedImage(part.width, part.height, BufferedImage.TYPE_BYTE_GRAY).getRaster();
          for (int i = 0; i < part.width * part.height; i++) {
            int column = i % part.width;
            int row = i / part.width;
            pixels.setSample(column, row, 0, part.x + column + part.y + row);
          }
          return pixels;
        });
  }

  @Test
  void eachBlockIsDecodedOnceAndPartsStartAtZero() throws IOException {
    BlockCache cache = cache(image(100, 40, 64, 32));
    for (int row = 32; row < 40; row++) {
      for (int column = 64; column < 100; column += 12) {
        Raster part = cache.read(3, new Rectangle(column, row, 12, 1));
        assertThat(part.getBounds()).isEqualTo(new Rectangle(12, 1));
        assertThat(part.getSample(5, 0, 0)).isEqualTo(column + 5 + row);
      }
    }
    assertThat(decoded).containsExactly(new Rectangle(64, 32, 36, 8));
  }

  @Test
  void theBlockThatWasUsedLeastRecentlyGoes() throws IOException {
    // Blocks of 32 MiB, of which two fit; only their first pixel is asked for.
    int side = 1 << 12;
    BlockCache cache =
        new BlockCache(
            image(side, 8 * side, side, 2 * side),
            block -> {
              decoded.add(block);
              return new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY).getRaster();
            });
    for (int index : new int[] {0, 1, 0, 2, 0, 1}) {
      cache.read(index, new Rectangle(0, index * 2 * side, 1, 1));
    }
    assertThat(decoded.stream().map(block -> block.y / (2 * side))).containsExactly(0, 1, 2, 1);
  }

  @Test
  void ofAHugeBlockOnlyThePartIsDecoded() throws IOException {
    Rectangle part = new Rectangle(7, 9, 2, 3);
    cache(image(1 << 14, 1 << 14, 1 << 14, 1 << 14)).read(0, part);
    assertThat(decoded).containsExactly(part);
  }

  @Test
  void aFileReadRowByRowDecodesEachTileOnceAndReadsTheSame() throws IOException {
    Path file = folder.resolve("heights.tif");
    int width = 100;
    int height = 70;
    PixelBlock heights = PixelBlock.zeros(new Window(0, 0, width, height), 1);
    IntStream.range(0, width * height).forEach(i -> heights.samples()[i] = i / 4.0);
    RasterSpec spec =
        new RasterSpec(
            width,
            height,
            SampleType.FLOAT32,
            List.of("height"),
            new Georeference(Crs.epsg(32617), GeoTransform.northUp(500000, 4000000, 0.6, 0.6)),
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of("BLOCKSIZE", "32"));
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(heights);
      sink.commit();
    }
    TiffImage image = TiffImage.check("heights", TiffTags.read(file).get(0), Files.size(file));
    double[] read = new double[width * height];
    try (TiffPixels pixels = new TiffPixels(file, 0, image)) {
      for (int row = 0; row < height; row++) {
        pixels.read(
            new Window(0, row, width, 1),
            (raster, part) -> {
              for (int column = 0; column < part.width; column++) {
                read[part.y * width + part.x + column] = pixels.sample(raster, column, 0, 0);
              }
            });
      }
      assertThat(pixels.decodes()).isEqualTo(4 * 3);
    }
    assertThat(read).isEqualTo(heights.samples());
  }
}
