package org.gramscape.model.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The smallest TorchScript archive that libtorch loads: an uncompressed zip of a format version, an
 * empty tuple of constants, a pickled module without state, and the module's methods as text.
 */
final class TorchScriptArchive {
  /** Protocol 2, an empty tuple, stop. */
  private static final byte[] CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private TorchScriptArchive() {}

  /**
   * Packs one class.
   *
   * @param className as in {@code source}
   * @param source {@code class NAME(Module): ...}, in the form that TorchScript serialises
   */
  static byte[] of(String className, String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      add(zip, "kernels/version", ascii("3\n"));
      add(zip, "kernels/constants.pkl", CONSTANTS);
      add(zip, "kernels/data.pkl", emptyModule(className));
      add(zip, "kernels/code/__torch__.py", ascii(source));
    }
    return bytes.toByteArray();
  }

  /** Pickle of {@code __torch__.NAME()} with the state {@code {'training': False}}. */
  private static byte[] emptyModule(String className) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.write(ascii("__torch__\n" + className + "\n"));
    pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    pickle.write(ascii("training"));
    pickle.write(new byte[] {'q', 1, (byte) 0x88, 'u', 'b', 'q', 2, '.'});
    return pickle.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    entry.setSize(content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
