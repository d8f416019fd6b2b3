package org.gramscape.geoio.raster.jvm.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CompressionTest {
  private static final byte[] ZEROS = new byte[1000];

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** A thousand zeros. */
  private static byte[] stored(Compression compression) {
    return switch (compression) {
      case NONE -> ZEROS;
      case PACKBITS -> hex("81 00".repeat(7) + "97 00 ff 00");
      case ZSTD -> Zstd.compress(ZEROS);
      case DEFLATE -> {
        Deflater deflater = new Deflater();
        deflater.setInput(ZEROS);
        deflater.finish();
        byte[] bytes = new byte[100];
        int length = deflater.deflate(bytes);
        deflater.end();
        yield Arrays.copyOf(bytes, length);
      }
      case LZW -> lzwOfZeros();
      case JPEG -> throw new IllegalArgumentException();
    };
  }

  /** Clear, 0, then ever longer strings of zeros: 1 + 2 + ... + 44 are 990, 10 more follow. */
  private static byte[] lzwOfZeros() {
    int[] codes = new int[47];
    codes[0] = 256;
    for (int i = 2; i < 45; i++) {
      codes[i] = 256 + i;
    }
    codes[45] = 258 + 8;
    codes[46] = 257;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long bits = 0;
    int count = 0;
    for (int code : codes) {
      bits = bits << 9 | code;
      for (count += 9; count >= 8; count -= 8) {
        bytes.write((int) (bits >> count - 8));
      }
    }
    bytes.write((int) (bits << 8 - count));
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JPEG")
  void aBlockIsFilledAndNothingBeyond(Compression compression) throws DataFormatException {
    byte[] block = new byte[1000];
    Arrays.fill(block, (byte) 1);
    compression.decode(stored(compression), block);
    assertThat(block).isEqualTo(ZEROS);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JPEG")
  void whatIsCutShortIsDamaged(Compression compression) {
    byte[] stored = stored(compression);
    for (int length = 0; length < stored.length - 8; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> compression.decode(cut, new byte[1000]))
          .isInstanceOf(DataFormatException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"JPEG", "ZSTD"})
  void whatExpandsBeyondTheBlockIsCut(Compression compression) throws DataFormatException {
    byte[] block = new byte[100];
    compression.decode(stored(compression), block);
    assertThat(block).containsOnly(0);
  }

  /** The example of TIFF 6.0, section 13: 256, 7, 258, 8, 8, 258, 6, 6, 257 in 9 bits each. */
  @Test
  void lzwAsInTheSpecification() throws DataFormatException {
    byte[] block = new byte[9];
    Compression.LZW.decode(hex("80 01 e0 40 80 44 08 0c 06 80 80"), block);
    assertThat(block).containsExactly(7, 7, 7, 8, 8, 7, 7, 6, 6);
  }

  /** The example of Apple's technical note TN1023. */
  @Test
  void packBitsAsInTheSpecification() throws DataFormatException {
    byte[] block = new byte[24];
    Compression.PACKBITS.decode(hex("fe aa 02 80 00 2a fd aa 03 80 00 2a 22 f7 aa"), block);
    assertThat(HexFormat.of().formatHex(block))
        .isEqualTo("aaaaaa80002aaaaaaaaa80002a22aaaaaaaaaaaaaaaaaaaa");
  }

  @Test
  void smallFloatsAreExact() {
    assertThat(SmallFloat.fromHalf(0x3c00)).isEqualTo(1f);
    assertThat(SmallFloat.fromHalf(0xc000)).isEqualTo(-2f);
    assertThat(SmallFloat.fromHalf(0x7bff)).isEqualTo(65504f);
    assertThat(SmallFloat.fromHalf(0x0001)).isEqualTo(0x1p-24f);
    assertThat(SmallFloat.fromHalf(0x8000)).isEqualTo(-0f);
    assertThat(SmallFloat.fromHalf(0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(SmallFloat.fromHalf(0x7e00)).isNaN();
    assertThat(SmallFloat.from24(0x3f0000)).isEqualTo(1f);
    assertThat(SmallFloat.from24(0xbf8000)).isEqualTo(-1.5f);
    assertThat(SmallFloat.from24(0x000001)).isEqualTo(0x1p-78f);
    assertThat(SmallFloat.from24(0x7f0000)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void othersAreNamed() {
    assertThat(Compression.of(34887)).isEmpty();
    assertThat(Compression.nameOf(34887)).isEqualTo("LERC");
    assertThat(Compression.nameOf(32946)).isEqualTo("Deflate");
    assertThat(Compression.nameOf(99)).isEqualTo("kind 99");
  }
}
