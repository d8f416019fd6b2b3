package org.gramscape.model.head;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.SafetensorsWriter;
import org.gramscape.model.weights.StoredTensor;

/**
 * A head as it is kept: a safetensors file whose metadata say in JSON what the head is.
 *
 * @param kind which task the head is for, {@code height} or {@code classes}
 * @param backbone whose features it takes
 * @param details what else belongs to the task
 * @param tensors its numbers by name; written in the map's order
 * @param notes what else is told of it, by name, and changes nothing that it predicts; heads of
 *     earlier versions may tell less
 */
public record HeadFile(
    String kind,
    Backbone backbone,
    JsonNode details,
    Map<String, float[]> tensors,
    Map<String, String> notes) {
  /** Refuses what lacks a part, so that heads hold together once they are read. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final String KIND = "gramscape.head";
  private static final String BACKBONE = "backbone";
  private static final String DETAILS = "details";

  /**
   * A head to be written, without notes.
   *
   * @param details a record of numbers, texts, lists and records
   */
  public static HeadFile of(
      String kind, Backbone backbone, Object details, Map<String, float[]> tensors) {
    return new HeadFile(kind, backbone, JSON.valueToTree(details), tensors, Map.of());
  }

  /** The same with other notes. */
  public HeadFile withNotes(Map<String, String> others) {
    return new HeadFile(kind, backbone, details, tensors, others);
  }

  /** Writes the file, whole or not at all; an existing one is replaced. */
  public void write(Path path) throws IOException {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, values) -> stored.put(name, new Values(values)));
    Map<String, String> metadata = new LinkedHashMap<>(notes);
    metadata.put(KIND, kind);
    metadata.put(BACKBONE, JSON.writeValueAsString(backbone));
    metadata.put(DETAILS, JSON.writeValueAsString(details));
    SafetensorsWriter.write(path, stored, metadata);
  }

  /** Of the backbone, the details and the numbers, in hexadecimal. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((kind + backbone + details).getBytes(StandardCharsets.UTF_8));
      for (float[] values : tensors.values()) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Reads a head of the kind that is wanted.
   *
   * @throws UnusableWeightsException if the file is no head, or one of another kind
   */
  public static HeadFile read(Path path, String wantedKind) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      String kind = file.metadata().get(KIND);
      if (kind == null) {
        throw new UnusableWeightsException(
            "%s is not a head; make one with gramscape fit".formatted(path));
      }
      if (!kind.equals(wantedKind)) {
        throw new UnusableWeightsException(
            "%s is a head for %s, and one for %s is needed; make one with gramscape fit %s"
                .formatted(path, kind, wantedKind, wantedKind));
      }
      Map<String, float[]> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, StoredTensor> tensor : file.tensors().entrySet()) {
        tensors.put(tensor.getKey(), values(tensor.getValue()));
      }
      Backbone backbone =
          JSON.readValue(file.metadata().getOrDefault(BACKBONE, ""), Backbone.class);
      JsonNode details = JSON.readTree(file.metadata().getOrDefault(DETAILS, ""));
      if (backbone == null || !details.isObject()) {
        throw damaged(path, null);
      }
      Map<String, String> notes = new LinkedHashMap<>(file.metadata());
      notes.keySet().removeAll(Set.of(KIND, BACKBONE, DETAILS));
      return new HeadFile(kind, backbone, details, tensors, notes);
    } catch (JsonProcessingException e) {
      throw damaged(path, e);
    }
  }

  /**
   * The details as the record that they were written from.
   *
   * @throws UnusableWeightsException if they are of another shape
   */
  public <T> T details(Class<T> type, Path path) throws UnusableWeightsException {
    try {
      return JSON.treeToValue(details, type);
    } catch (JsonProcessingException e) {
      throw damaged(path, e);
    }
  }

  /**
   * A tensor that must be there.
   *
   * @throws UnusableWeightsException if it is not
   */
  public float[] tensor(String name, Path path) throws UnusableWeightsException {
    float[] values = tensors.get(name);
    if (values == null) {
      throw damaged(path, null);
    }
    return values;
  }

  /** What to say of a head that does not hold together. */
  public static UnusableWeightsException damaged(Path path, Exception cause) {
    return new UnusableWeightsException(
        path + " is damaged or was made by another version; fit the head again", cause);
  }

  private static float[] values(StoredTensor tensor) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    tensor.copyTo(bytes);
    float[] values = new float[tensor.byteSize() / Float.BYTES];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  /** An array as a tensor of one dimension. */
  private record Values(float[] values) implements StoredTensor {
    @Override
    public Shape shape() {
      return new Shape(values.length);
    }

    @Override
    public void copyTo(ByteBuffer target) {
      for (float value : values) {
        target.putFloat(value);
      }
    }
  }
}
