package org.gramscape.model.weights;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gramscape.model.layer.NamedBlock;

/** A network's tensors by Meta's names, whatever names their file has. */
public final class StateDict {
  private final Map<String, StoredTensor> tensors;

  private StateDict(Map<String, StoredTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * The tensors of a file in Meta's or Hugging Face's layout.
   *
   * @throws WeightsFormatException if its names are neither's
   */
  public static StateDict of(SafetensorsFile file) throws WeightsFormatException {
    if (HuggingFaceLayout.recognises(file.tensors())) {
      return new StateDict(HuggingFaceLayout.toCanonical(file.tensors()));
    }
    if (file.tensors().containsKey("cls_token")
        || file.tensors().containsKey("downsample_layers.0.0.weight")) {
      return new StateDict(file.tensors());
    }
    throw new WeightsFormatException(
        "%s holds no DINOv3 backbone: its tensors begin %s. Meta's names (cls_token, blocks.0...) or Hugging Face's (embeddings.cls_token, layer.0...) expected."
            .formatted(file.path(), file.tensors().keySet().stream().limit(3).toList()));
  }

  /** The values of a network, which goes on owning them. */
  public static StateDict of(NamedBlock network) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    network
        .namedParameters()
        .forEach((name, parameter) -> tensors.put(name, StoredTensor.of(parameter.getArray())));
    return new StateDict(tensors);
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /** The shape of a tensor, or null. */
  public Shape shape(String name) {
    StoredTensor tensor = tensors.get(name);
    return tensor == null ? null : tensor.shape();
  }

  /**
   * Gives a network its values.
   *
   * @param manager owns them
   * @throws WeightsMismatchException if a tensor is missing, left over or of another shape; then
   *     nothing has been read
   */
  public void load(NamedBlock network, NDManager manager) throws IOException {
    verify(network);
    Map<String, Parameter> parameters = network.namedParameters();
    for (Map.Entry<String, Parameter> named : parameters.entrySet()) {
      named.getValue().setArray(tensors.get(named.getKey()).read(manager));
    }
  }

  /** Writes the tensors with Meta's names. */
  public void save(Path path, Map<String, String> metadata) throws IOException {
    SafetensorsWriter.write(path, tensors, metadata);
  }

  /** Writes the tensors with Hugging Face's names; what they don't keep is left out. */
  public void saveHuggingFace(Path path, Map<String, String> metadata) throws IOException {
    Map<String, StoredTensor> own = new LinkedHashMap<>(tensors);
    own.keySet().removeIf(StateDict::isDerived);
    SafetensorsWriter.write(path, HuggingFaceLayout.ofCanonical(own), metadata);
  }

  /**
   * Compares names and shapes with a network's, reading no values.
   *
   * @throws WeightsMismatchException if a tensor is missing, left over or of another shape
   */
  public void verify(NamedBlock network) throws WeightsMismatchException {
    Map<String, Shape> expected = network.namedShapes();
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Shape found = shape(name);
          if (found == null) {
            missing.add(name);
          } else if (!found.equals(shape)) {
            misshapen.add(name + " " + found + " instead of " + shape);
          }
        });
    List<String> extra =
        tensors.keySet().stream()
            .filter(name -> !expected.containsKey(name) && !isDerived(name))
            .toList();
    if (!(missing.isEmpty() && misshapen.isEmpty() && extra.isEmpty())) {
      throw new WeightsMismatchException(missing, extra, misshapen);
    }
  }

  /** Whether a tensor only repeats what the network's shape or another tensor says. */
  private static boolean isDerived(String name) {
    return name.equals("rope_embed.periods")
        || name.endsWith(".attn.qkv.bias_mask")
        || name.startsWith("norms.3.");
  }
}
