package org.gramscape.model.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Weights in several safetensors files, with a JSON index that says which tensor is in which.
 *
 * <p>Index and files must agree on every tensor.
 *
 * @see <a href="https://huggingface.co/docs/huggingface_hub/package_reference/serialization">The
 *     index</a>
 */
public final class ShardedSafetensors implements WeightsFile {
  private static final long MAX_INDEX = 10_000_000;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final Path index;
  private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private ShardedSafetensors(Path index) {
    this.index = index;
  }

  /**
   * Opens all files of an index and checks their headers.
   *
   * @throws WeightsFormatException if one is missing or broken, or index and files differ
   */
  public static ShardedSafetensors open(Path index) throws IOException {
    ShardedSafetensors weights = new ShardedSafetensors(index);
    try {
      weights.read();
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /**
   * The names of the files that an index speaks of, sorted.
   *
   * @throws WeightsFormatException if it is no index, or names a file outside of its folder
   */
  public static SortedSet<String> fileNames(Path index) throws IOException {
    return new TreeSet<>(weightMap(index).values());
  }

  private static Map<String, String> weightMap(Path index) throws IOException {
    if (!Files.isRegularFile(index)) {
      throw new WeightsFormatException("There is no file " + index + ".");
    }
    if (Files.size(index) > MAX_INDEX) {
      throw broken(index, "it has " + Files.size(index) + " bytes");
    }
    JsonNode map;
    try {
      map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
    } catch (JsonProcessingException e) {
      throw broken(index, "it is no JSON: " + e.getOriginalMessage());
    }
    if (!map.isObject() || map.isEmpty()) {
      throw broken(index, "it has no weight_map");
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String file = entry.getValue().asText();
      if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors")) {
        throw broken(index, "it names '" + file + "', which is no safetensors file beside it");
      }
      files.put(entry.getKey(), file);
    }
    return files;
  }

  private void read() throws IOException {
    Map<String, String> files = weightMap(index);
    for (String file : new TreeSet<>(files.values())) {
      SafetensorsFile shard = SafetensorsFile.open(index.resolveSibling(file));
      shards.put(file, shard);
      metadata.putAll(shard.metadata());
      for (String name : shard.tensors().keySet()) {
        if (!file.equals(files.get(name))) {
          throw broken(index, "%s has %s, which it does not list there".formatted(file, name));
        }
      }
    }
    for (Map.Entry<String, String> entry : files.entrySet()) {
      StoredTensor tensor = shards.get(entry.getValue()).tensors().get(entry.getKey());
      if (tensor == null) {
        throw broken(index, entry.getValue() + " lacks " + entry.getKey());
      }
      tensors.put(entry.getKey(), tensor);
    }
  }

  private static WeightsFormatException broken(Path index, String what) {
    return new WeightsFormatException(
        "%s is no sound index of safetensors files: %s. Download it and its files again."
            .formatted(index, what));
  }

  @Override
  public Path path() {
    return index;
  }

  @Override
  public String format() {
    return "safetensors in " + shards.size() + " files";
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public void close() throws IOException {
    for (SafetensorsFile shard : shards.values()) {
      shard.close();
    }
  }
}
