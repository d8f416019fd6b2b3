package org.gramscape.geoio.raster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.gramscape.geoio.raster.jvm.decode.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCacheTest {
  @TempDir Path folder;

  private final List<Integer> decoded = new ArrayList<>();

  /** Blocks whose only sample is their number. */
  private BlockCache cache(long twoRows, long blockBytes) {
    return new BlockCache(
        block -> {
          decoded.add(block);
          return new Plane[] {new Plane(SampleType.UINT8, new byte[] {(byte) block})};
        },
        twoRows,
        blockBytes);
  }

  @Test
  void eachBlockIsDecodedOnce() throws IOException {
    BlockCache cache = cache(4, 1000);
    for (int i = 0; i < 10; i++) {
      assertThat((byte[]) cache.read(i % 2)[0].samples()).containsExactly((byte) (i % 2));
    }
    assertThat(decoded).containsExactly(0, 1);
  }

  @Test
  void theBlockThatWasUsedLeastRecentlyGoes() throws IOException {
    BlockCache cache = cache(1, 32 << 20); // 32 MiB, of which two fit
    for (int block : new int[] {0, 1, 0, 2, 0, 1}) {
      cache.read(block);
    }
    assertThat(decoded).containsExactly(0, 1, 2, 1);
  }

  @Test
  void twoRowsOfBlocksAreKeptWhateverTheirSize() throws IOException {
    BlockCache cache = cache(5, 1L << 30);
    for (int i = 0; i < 10; i++) {
      cache.read(i % 5);
    }
    assertThat(decoded).hasSize(5);
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
    double[] read = new double[width * height];
    try (TiffFile tiff = TiffFile.open(file)) {
      TiffPixels pixels = new TiffPixels(tiff, TiffImage.read(tiff, tiff.directories().get(0)));
      for (int row = 0; row < height; row++) {
        pixels.read(
            new Window(0, row, width, 1),
            0,
            (samples, from, stride, part) ->
                samples.copy(from, read, part.row() * width + part.column(), part.width()));
      }
      assertThat(pixels.decodes()).isEqualTo(4 * 3);
    }
    assertThat(read).isEqualTo(heights.samples());
  }
}
