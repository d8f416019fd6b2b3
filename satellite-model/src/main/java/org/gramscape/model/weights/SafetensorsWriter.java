package org.gramscape.model.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Writes safetensors files; they appear whole or not at all. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 64;

  private SafetensorsWriter() {}

  /**
   * Writes tensors as float32 in the map's order, one of them in memory at a time.
   *
   * @param metadata free text for the header
   */
  public static void write(
      Path path, Map<String, StoredTensor> tensors, Map<String, String> metadata)
      throws IOException {
    write(path, tensors, StorageType.F32, metadata);
  }

  /**
   * Writes tensors as {@code type}, which is F32, BF16 or F16, rounded to the nearest.
   *
   * @throws WeightsFormatException if a value is too large for F16
   */
  public static void write(
      Path path, Map<String, StoredTensor> tensors, StorageType type, Map<String, String> metadata)
      throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    long bytes = 0;
    for (StoredTensor tensor : tensors.values()) {
      bytes += type.bytes() * tensor.shape().size();
    }
    if (Files.getFileStore(folder).getUsableSpace() < bytes) {
      throw new IOException(
          "There is not enough space in %s: %d MB are needed.".formatted(folder, bytes >> 20));
    }
    // Not createTempFile, whose files nobody else may read.
    Path beside = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeFully(channel, header(tensors, type, metadata));
        ByteBuffer values = buffer(0);
        ByteBuffer stored = buffer(0);
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
          StoredTensor tensor = entry.getValue();
          if (values.capacity() < tensor.byteSize()) {
            values = buffer(tensor.byteSize());
            stored = buffer(tensor.byteSize() / Float.BYTES * type.bytes());
          }
          tensor.copyTo(values.clear());
          try {
            type.ofFloat32(values.flip(), stored.clear());
          } catch (ArithmeticException e) {
            throw new WeightsFormatException(
                "%s has values beyond what fp16 can hold, 65504. Write bf16 or fp32."
                    .formatted(entry.getKey()),
                e);
          }
          writeFully(channel, stored.flip());
        }
        channel.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static ByteBuffer header(
      Map<String, StoredTensor> tensors, StorageType type, Map<String, String> metadata)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode header = json.createObjectNode();
    if (!metadata.isEmpty()) {
      // Other maps may have another order in each process, and the same values are the same bytes.
      header.set("__metadata__", json.valueToTree(new TreeMap<>(metadata)));
    }
    long at = 0;
    for (Map.Entry<String, StoredTensor> tensor : tensors.entrySet()) {
      ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", type.name());
      ArrayNode shape = entry.putArray("shape");
      for (long side : tensor.getValue().shape().getShape()) {
        shape.add(side);
      }
      long end = at + type.bytes() * tensor.getValue().shape().size();
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] text = json.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + Long.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - Long.BYTES;
    ByteBuffer bytes = buffer(Long.BYTES + padded).putLong(padded).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
