package org.gramscape.geoio.raster.jvm.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.gramscape.geoio.raster.SampleType;
import org.junit.jupiter.api.Test;

class JpegBlockTest {
  private static final int SIDE = 32;
  private static final BlockFormat FORMAT =
      new BlockFormat(
          SIDE,
          SIDE,
          Compression.JPEG,
          ByteOrder.LITTLE_ENDIAN,
          8,
          SampleType.UINT8,
          1,
          1,
          false,
          BlockFormat.Color.AS_STORED,
          new byte[0]);

  @Test
  void aProgressiveImageIsReadAndOneOfEndlessScansIsNot() throws Exception {
    byte[] image = progressive();
    assertThat(JpegBlock.decode(FORMAT, image, SIDE)).hasSize(1);
    assertThatThrownBy(() -> JpegBlock.decode(FORMAT, withScans(image, 200), SIDE))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("scans, and 100 at most are expected");
  }

  private static byte[] progressive() throws IOException {
    BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      grey.getRaster().setSample(i % SIDE, i / SIDE, 0, 7 * i % 256);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(grey, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The last scan again and again. */
  private static byte[] withScans(byte[] image, int count) {
    int last = image.length - 2;
    while (image[last] != (byte) 0xff || image[last + 1] != (byte) 0xda) {
      last--;
    }
    byte[] scan = Arrays.copyOfRange(image, last, image.length - 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(image, 0, image.length - 2);
    for (int i = 0; i < count; i++) {
      bytes.write(scan, 0, scan.length);
    }
    bytes.write(image, image.length - 2, 2);
    return bytes.toByteArray();
  }
}
