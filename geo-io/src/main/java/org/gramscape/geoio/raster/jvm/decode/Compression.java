package org.gramscape.geoio.raster.jvm.decode;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** How the bytes of a tile or strip are compressed (TIFF tag 259), of the kinds decoded here. */
public enum Compression {
  NONE("no", 1, (stored, block) -> copy(stored, block), 1),
  /** The longest of 4096 strings from a code of 12 bits. */
  LZW("LZW", 2731, Lzw::decode, 5),
  DEFLATE("Deflate", 1040, Deflate::decode, 8, 32946),
  PACKBITS("PackBits", 64, PackBits::decode, 32773),
  /** A block of 128 KiB of one byte takes four. */
  ZSTD("ZSTD", 1 << 15, ZstdFrames::decode, 50000),
  /** Decoded by {@link JpegBlock}, as it yields pixels and not bytes. */
  JPEG("JPEG", 1 << 15, null, 7);

  /** By what the others are known. */
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(2, "CCITT RLE (fax)"),
          Map.entry(3, "CCITT group 3 (fax)"),
          Map.entry(4, "CCITT group 4 (fax)"),
          Map.entry(6, "old-style JPEG"),
          Map.entry(32766, "NeXT"),
          Map.entry(32771, "CCITT RLE (fax)"),
          Map.entry(32809, "ThunderScan"),
          Map.entry(34661, "JBIG"),
          Map.entry(34676, "SGI LogLuv"),
          Map.entry(34677, "SGI LogLuv 24"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(34887, "LERC"),
          Map.entry(34925, "LZMA"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"));

  /** Fills a block of bytes from the stored ones. */
  interface ByteDecoder {
    /**
     * @throws DataFormatException if the stored bytes are damaged or too few
     */
    void decode(byte[] stored, byte[] block) throws DataFormatException;
  }

  private final String label;
  private final long greatestRatio;
  private final ByteDecoder decoder;
  private final int[] codes;

  Compression(String label, long greatestRatio, ByteDecoder decoder, int... codes) {
    this.label = label;
    this.greatestRatio = greatestRatio;
    this.decoder = decoder;
    this.codes = codes;
  }

  /** The compression of a TIFF code, if it is decoded here. */
  public static Optional<Compression> of(long code) {
    return Arrays.stream(values())
        .filter(known -> Arrays.stream(known.codes).anyMatch(its -> its == code))
        .findFirst();
  }

  /** A code's name for people. */
  public static String nameOf(long code) {
    return of(code)
        .map(known -> known.label)
        .orElse(OTHERS.getOrDefault((int) code, "kind " + code));
  }

  /** How many bytes one stored byte can stand for at most. */
  public long greatestRatio() {
    return greatestRatio;
  }

  /** Whether a predictor (tag 317) may have been applied before it. */
  public boolean takesPredictor() {
    return this == LZW || this == DEFLATE || this == ZSTD;
  }

  void decode(byte[] stored, byte[] block) throws DataFormatException {
    decoder.decode(stored, block);
  }

  private static void copy(byte[] stored, byte[] block) throws DataFormatException {
    if (stored.length < block.length) {
      throw tooFew(stored.length, block.length);
    }
    System.arraycopy(stored, 0, block, 0, block.length);
  }

  static DataFormatException tooFew(int found, int expected) {
    return new DataFormatException(found + " bytes where " + expected + " are expected");
  }
}
