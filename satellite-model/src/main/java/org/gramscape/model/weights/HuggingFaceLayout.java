package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layout of Hugging Face's files: other names, queries, keys and values apart, no bias for
 * keys, and (from transformers 5) everything under {@code model.}.
 */
final class HuggingFaceLayout {
  private static final String PREFIX = "model.";
  private static final String QKV = ".attn.qkv.";
  private static final List<String> PROJECTIONS = List.of("q_proj", "k_proj", "v_proj");

  private HuggingFaceLayout() {}

  static boolean recognises(Set<String> names) {
    return names.stream()
        .map(HuggingFaceLayout::withoutPrefix)
        .anyMatch(
            n -> n.equals("embeddings.cls_token") || n.startsWith("stages.0.downsample_layers."));
  }

  /** The same tensors by Meta's names; names that neither has stay as they are. */
  static Map<String, StoredTensor> toCanonical(Map<String, StoredTensor> tensors) {
    KeyMap keys = keys(tensors, "gate_proj");
    Map<String, StoredTensor> canonical = new LinkedHashMap<>();
    tensors.forEach(
        (prefixed, tensor) -> {
          String name = withoutPrefix(prefixed);
          canonical.put(keys.toCanonical(name).orElse(name), tensor);
        });
    for (String name : List.copyOf(canonical.keySet())) {
      int at = name.indexOf(".attn.q_proj.");
      if (at >= 0) {
        join(canonical, name.substring(0, at), name.substring(name.lastIndexOf('.') + 1));
      }
    }
    canonical.computeIfPresent("mask_token", (n, t) -> flattenMaskToken(t));
    return canonical;
  }

  /**
   * The same tensors by Hugging Face's names; what they don't keep is left out.
   *
   * @param keyBias whether keys have a bias; in every release it is held at zero and left out
   */
  static Map<String, StoredTensor> ofCanonical(Map<String, StoredTensor> tensors, boolean keyBias) {
    KeyMap keys = keys(tensors, ".mlp.w1.");
    Map<String, StoredTensor> split = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.contains(QKV)) {
            split(split, name, tensor, keyBias);
          } else if (name.equals("mask_token")) {
            split.put(name, new Reshaped(tensor, new Shape(1, 1, tensor.shape().size())));
          } else {
            split.put(name, tensor);
          }
        });
    Map<String, StoredTensor> result = new LinkedHashMap<>();
    split.forEach((n, t) -> keys.ofCanonical(n).ifPresent(key -> result.put(key, t)));
    return result;
  }

  private static KeyMap keys(Map<String, StoredTensor> tensors, String markOfSwiglu) {
    if (tensors.keySet().stream().anyMatch(n -> withoutPrefix(n).startsWith("stages."))) {
      return KeyMap.HUGGING_FACE_CONVNEXT;
    }
    boolean swiglu = tensors.keySet().stream().anyMatch(n -> n.contains(markOfSwiglu));
    return swiglu ? KeyMap.HUGGING_FACE_SWIGLU : KeyMap.HUGGING_FACE_MLP;
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** Puts {@code qkv.KIND} in the place of q, k and v; what is absent is zero (the key's bias). */
  private static void join(Map<String, StoredTensor> tensors, String block, String kind) {
    StoredTensor query = tensors.get(block + ".attn.q_proj." + kind);
    StoredTensor[] parts = new StoredTensor[PROJECTIONS.size()];
    for (int i = 0; i < parts.length; i++) {
      StoredTensor part = tensors.remove(block + ".attn." + PROJECTIONS.get(i) + "." + kind);
      parts[i] = part == null && kind.equals("bias") ? StoredTensor.zeros(query.shape()) : part;
    }
    if (StackedTensor.canStack(parts)) { // Otherwise qkv will be reported as missing.
      tensors.put(block + QKV + kind, new StackedTensor(parts));
    }
  }

  private static void split(
      Map<String, StoredTensor> target, String name, StoredTensor tensor, boolean keyBias) {
    String block = name.substring(0, name.indexOf(QKV));
    String kind = name.substring(name.lastIndexOf('.') + 1);
    for (int i = 0; i < PROJECTIONS.size(); i++) {
      if (keyBias || !(kind.equals("bias") && PROJECTIONS.get(i).equals("k_proj"))) {
        target.put(block + ".attn." + PROJECTIONS.get(i) + "." + kind, third(tensor, i));
      }
    }
  }

  private static StoredTensor flattenMaskToken(StoredTensor token) {
    return new Reshaped(token, new Shape(1, token.shape().size()));
  }

  /** Queries, keys or values alone, without copying where they lie in a file. */
  private static StoredTensor third(StoredTensor whole, int index) {
    if (whole instanceof StackedTensor stacked && stacked.parts().length == PROJECTIONS.size()) {
      return stacked.parts()[index];
    }
    if (whole instanceof FileTensor stored) {
      long rows = stored.shape().get(0) / PROJECTIONS.size();
      return stored.rows(index * rows, rows);
    }
    return new Third(whole, index);
  }

  /** One third of a tensor along the first axis. */
  private record Third(StoredTensor whole, int index) implements StoredTensor {
    @Override
    public Shape shape() {
      long[] shape = whole.shape().getShape().clone();
      shape[0] /= 3;
      return new Shape(shape);
    }

    @Override
    public void copyTo(ByteBuffer target) throws IOException {
      ByteBuffer all = ByteBuffer.allocateDirect(whole.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
      whole.copyTo(all);
      target.put(all.slice(index * byteSize(), byteSize()));
    }
  }

  private record Reshaped(StoredTensor tensor, Shape shape) implements StoredTensor {
    @Override
    public StorageType storage() {
      return tensor.storage();
    }

    @Override
    public void copyTo(ByteBuffer target) throws IOException {
      tensor.copyTo(target);
    }
  }
}
