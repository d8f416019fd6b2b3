package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.imaging.FormatCompliance;
import org.apache.commons.imaging.bytesource.ByteSource;
import org.apache.commons.imaging.formats.tiff.TiffDirectory;
import org.apache.commons.imaging.formats.tiff.TiffField;
import org.apache.commons.imaging.formats.tiff.TiffHeader;
import org.apache.commons.imaging.formats.tiff.TiffReader;
import org.gramscape.geoio.InvalidRasterException;

/** The tags of one directory of a TIFF file, by number. */
final class TiffTags {
  /** More directories than any pyramid with masks has; a file of more is a fax or hostile. */
  private static final int MAX_DIRECTORIES = 256;

  private final Map<Integer, TiffField> fields = new HashMap<>();

  private TiffTags(TiffDirectory directory) {
    for (TiffField field : directory) {
      fields.putIfAbsent(field.getTag(), field);
    }
  }

  /**
   * The directories of a file in their order, the first 256 at most. No value longer than the file
   * is ever read, and no pixel.
   *
   * @throws InvalidRasterException if it is not a TIFF file or has no directory
   */
  static List<TiffTags> read(Path file) throws IOException {
    List<TiffTags> directories = new ArrayList<>();
    try {
      new TiffReader(false)
          .read(ByteSource.path(file), FormatCompliance.getDefault(), new Collector(directories));
    } catch (IOException | RuntimeException e) {
      // A damaged chain of directories still leaves the ones before the damage.
      if (directories.isEmpty()) {
        throw new InvalidRasterException(
            file + " is not a readable TIFF file: " + e.getMessage(), e);
      }
    }
    if (directories.isEmpty()) {
      throw new InvalidRasterException(file + " is a TIFF file without an image");
    }
    return directories;
  }

  private record Collector(List<TiffTags> directories) implements TiffReader.Listener {
    @Override
    public boolean addDirectory(TiffDirectory directory) {
      directories.add(new TiffTags(directory));
      return directories.size() < MAX_DIRECTORIES;
    }

    @Override
    public boolean addField(TiffField field) {
      return true;
    }

    @Override
    public boolean readImageData() {
      return false;
    }

    @Override
    public boolean readOffsetDirectories() {
      return false;
    }

    @Override
    public boolean setTiffHeader(TiffHeader header) {
      return true;
    }
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** The first number of a tag, or {@code missing} if the tag is absent. */
  long number(int tag, long missing) {
    long[] numbers = numbers(tag);
    return numbers.length == 0 ? missing : numbers[0];
  }

  /** The whole numbers of a tag; none if it is absent. */
  long[] numbers(int tag) {
    return Arrays.stream(doubles(tag)).mapToLong(number -> (long) number).toArray();
  }

  /** The numbers of a tag; none if it is absent or of a type that holds no numbers. */
  double[] doubles(int tag) {
    TiffField field = fields.get(tag);
    if (field == null) {
      return new double[0];
    }
    ByteBuffer bytes = ByteBuffer.wrap(field.getByteArrayValue()).order(field.getByteOrder());
    int size = field.getFieldType().getSize();
    double[] numbers = new double[bytes.capacity() / size];
    for (int i = 0; i < numbers.length; i++) {
      int at = i * size;
      switch (field.getFieldType().getType()) {
        case 1, 7 -> numbers[i] = bytes.get(at) & 0xff;
        case 3 -> numbers[i] = bytes.getShort(at) & 0xffff;
        case 4, 13 -> numbers[i] = bytes.getInt(at) & 0xffffffffL;
        case 6 -> numbers[i] = bytes.get(at);
        case 8 -> numbers[i] = bytes.getShort(at);
        case 9 -> numbers[i] = bytes.getInt(at);
        case 11 -> numbers[i] = bytes.getFloat(at);
        case 12 -> numbers[i] = bytes.getDouble(at);
        case 16, 17, 18 -> numbers[i] = bytes.getLong(at);
        default -> {
          return new double[0];
        }
      }
    }
    return numbers;
  }

  /** The text of an ASCII tag, or "". */
  String text(int tag) {
    TiffField field = fields.get(tag);
    if (field == null) {
      return "";
    }
    byte[] bytes = field.getByteArrayValue();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
