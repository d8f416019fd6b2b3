package org.gramscape.geoio.raster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileDeflaterTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 256", "1, 100000", "1, 1048576", "2, 100000", "6, 100000", "9, 3"})
  void whatIsPackedComesBackAndDoesNotDependOnTheTileBefore(int level, int length)
      throws Exception {
    Random random = new Random(length);
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    byte[] steps = new byte[length];
    for (int i = 0; i < length; i++) {
      steps[i] = (byte) (i / 100 + random.nextInt(2));
    }
    try (TileDeflater used = new TileDeflater(level, length)) {
      for (byte[] tile : new byte[][] {steps, noise, new byte[length], steps}) {
        byte[] packed = Arrays.copyOf(used.packed(), used.pack(tile));
        assertThat(inflated(packed, length)).isEqualTo(tile);
        try (TileDeflater fresh = new TileDeflater(level, length)) {
          assertThat(Arrays.copyOf(fresh.packed(), fresh.pack(tile))).isEqualTo(packed);
        }
      }
    }
  }

  private static byte[] inflated(byte[] packed, int length) throws Exception {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] tile = new byte[length];
      assertThat(inflater.inflate(tile)).isEqualTo(length);
      assertThat(inflater.inflate(new byte[1])).isZero();
      assertThat(inflater.finished()).isTrue(); // the checksum has been compared
      return tile;
    } finally {
      inflater.end();
    }
  }
}
