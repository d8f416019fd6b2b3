package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layout of timm's files (its EVA vision transformer, and its ConvNeXt): biases of queries and
 * values apart from the joint weight, or none; no mask token.
 */
final class TimmLayout {
  private static final String QUERY_BIAS = ".attn.q_bias";
  private static final String VALUE_BIAS = ".attn.v_bias";

  private TimmLayout() {}

  /**
   * The same tensors by Meta's names; names that neither has stay as they are. The mask token is
   * zero: nothing but training uses it.
   */
  static Map<String, StoredTensor> toCanonical(Map<String, StoredTensor> tensors) {
    KeyMap keys =
        tensors.containsKey("stem.0.weight")
            ? KeyMap.TIMM_CONVNEXT
            : tensors.containsKey("blocks.0.mlp.fc1_g.weight")
                ? KeyMap.TIMM_SWIGLU
                : KeyMap.TIMM_MLP;
    Map<String, StoredTensor> canonical = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> canonical.put(keys.toCanonical(name).orElse(name), tensor));
    for (String name : List.copyOf(canonical.keySet())) {
      if (name.endsWith(QUERY_BIAS)) {
        joinBias(canonical, name.substring(0, name.length() - QUERY_BIAS.length()));
      }
    }
    StoredTensor token = canonical.get("cls_token");
    if (token != null && token.shape().dimension() == 3) {
      canonical.putIfAbsent("mask_token", StoredTensor.zeros(new Shape(1, token.shape().get(2))));
    }
    return canonical;
  }

  private static void joinBias(Map<String, StoredTensor> tensors, String block) {
    StoredTensor query = tensors.get(block + QUERY_BIAS);
    StoredTensor value = tensors.get(block + VALUE_BIAS);
    if (StackedTensor.canStack(query, value)) { // Otherwise they will be reported as left over.
      tensors.remove(block + QUERY_BIAS);
      tensors.remove(block + VALUE_BIAS);
      StoredTensor key = StoredTensor.zeros(query.shape());
      tensors.put(block + ".attn.qkv.bias", new StackedTensor(query, key, value));
    }
  }
}
