package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file, open for reading: eight bytes of header length, a JSON header, raw values.
 *
 * <p>What the header claims is checked before anything is read by it, as the format demands: a
 * header of a size that a network may need, offsets inside the file that neither overlap nor leave
 * gaps, and sizes that follow from shape and type. Values are mapped, not read.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafetensorsFile implements WeightsFile {
  private static final long MAX_HEADER = 10_000_000;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final Path path;
  private final FileChannel channel;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;

  private SafetensorsFile(
      Path path,
      FileChannel channel,
      Map<String, StoredTensor> tensors,
      Map<String, String> metadata) {
    this.path = path;
    this.channel = channel;
    this.tensors = tensors;
    this.metadata = metadata;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws WeightsFormatException if it is no sound safetensors file
   */
  public static SafetensorsFile open(Path path) throws IOException {
    WeightsFormatException.throwUnlessFile(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new HeaderReader(path, channel).read();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String format() {
    return "safetensors";
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** The header's free text. */
  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A tensor as the header describes it. */
  private record Entry(String name, long begin, long end, FileTensor tensor) {}

  /** Reads a header, believing nothing. */
  private static final class HeaderReader {
    private final Path path;
    private final FileChannel channel;
    private long dataStart;
    private long dataLength;

    HeaderReader(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    SafetensorsFile read() throws IOException {
      JsonNode header = json();
      Map<String, String> metadata = new LinkedHashMap<>();
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (field.getKey().equals("__metadata__")) {
          field
              .getValue()
              .properties()
              .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
        } else {
          entries.add(entry(field.getKey(), field.getValue()));
        }
      }
      checkCoverage(entries);
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      entries.forEach(e -> tensors.put(e.name(), e.tensor()));
      return new SafetensorsFile(
          path,
          channel,
          Collections.unmodifiableMap(tensors),
          Collections.unmodifiableMap(metadata));
    }

    private JsonNode json() throws IOException {
      long size = channel.size();
      if (size < Long.BYTES + 2) {
        throw broken("it has only " + size + " bytes");
      }
      ByteBuffer lengthField = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      readFully(lengthField, 0);
      long length = lengthField.getLong(0);
      if (length < 2 || length > MAX_HEADER || length > size - Long.BYTES) {
        throw broken(
            "its first eight bytes claim a header of "
                + Long.toUnsignedString(length)
                + " bytes in a file of "
                + size);
      }
      dataStart = Long.BYTES + length;
      dataLength = size - dataStart;
      ByteBuffer text = ByteBuffer.allocate((int) length);
      readFully(text, Long.BYTES);
      try {
        JsonNode header = JSON.readTree(text.array());
        if (!header.isObject()) {
          throw broken("its header is no JSON object");
        }
        return header;
      } catch (JsonProcessingException e) {
        throw broken("its header is no JSON: " + e.getOriginalMessage());
      }
    }

    private Entry entry(String name, JsonNode node) throws WeightsFormatException {
      StorageType type = StorageType.of(node.path("dtype").asText());
      if (type == null) {
        throw broken("tensor " + name + " has the type '" + node.path("dtype").asText() + "'");
      }
      JsonNode offsets = node.path("data_offsets");
      long begin = integer(offsets.path(0), name);
      long end = integer(offsets.path(1), name);
      long[] shape = new long[node.path("shape").size()];
      long length = type.bytes();
      for (int i = 0; i < shape.length; i++) {
        shape[i] = integer(node.path("shape").path(i), name);
        if (shape[i] != 0 && length > Long.MAX_VALUE / shape[i]) {
          throw broken("tensor " + name + " claims the shape " + node.path("shape"));
        }
        length *= shape[i];
      }
      if (!node.path("shape").isArray() || end - begin != length || end > dataLength) {
        throw broken(
            "tensor %s claims bytes %d to %d of %d, with the shape %s of %s"
                .formatted(name, begin, end, dataLength, node.path("shape"), type));
      }
      if (length / type.bytes() > FileTensor.MAX_VALUES) {
        throw broken("tensor " + name + " has " + length + " bytes, more than any network needs");
      }
      return new Entry(
          name, begin, end, new FileTensor(type, new Shape(shape), channel, dataStart + begin));
    }

    private long integer(JsonNode node, String name) throws WeightsFormatException {
      if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
        throw broken("tensor " + name + " has '" + node + "' where a size or offset should be");
      }
      return node.asLong();
    }

    private void checkCoverage(List<Entry> entries) throws WeightsFormatException {
      List<Entry> sorted = new ArrayList<>(entries);
      sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      long at = 0;
      for (Entry entry : sorted) {
        if (entry.begin() != at) {
          throw broken(
              "tensor %s %s"
                  .formatted(
                      entry.name(),
                      entry.begin() < at ? "overlaps another" : "has a gap before it"));
        }
        at = entry.end();
      }
      if (at != dataLength) {
        throw broken("it has " + (dataLength - at) + " bytes after its last tensor");
      }
    }

    private void readFully(ByteBuffer target, long position) throws IOException {
      while (target.hasRemaining()) {
        int read = channel.read(target, position + target.position());
        if (read < 0) {
          throw broken("it ends within its header");
        }
      }
    }

    private WeightsFormatException broken(String what) {
      return new WeightsFormatException(
          "%s is no sound safetensors file: %s. Download or export it again."
              .formatted(path, what));
    }
  }
}
