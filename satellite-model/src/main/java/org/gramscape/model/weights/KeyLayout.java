package org.gramscape.model.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose names a file's tensors have, and how they are cut. */
public enum KeyLayout {
  META("Meta"),
  HUGGING_FACE("Hugging Face"),
  TIMM("timm");

  /** Under it training checkpoints keep the backbone, beside heads. */
  private static final String BACKBONE = "backbone.";

  private final String label;

  KeyLayout(String label) {
    this.label = label;
  }

  /** As people write it. */
  public String label() {
    return label;
  }

  /** The layout that the names tell of, if they are a DINOv3 backbone's. */
  static Optional<KeyLayout> of(Set<String> names) {
    if (HuggingFaceLayout.recognises(names)) {
      return Optional.of(HUGGING_FACE);
    }
    if (names.contains("reg_token") || names.contains("stem.0.weight")) {
      return Optional.of(TIMM);
    }
    if (names.contains("cls_token") || names.contains("downsample_layers.0.0.weight")) {
      return Optional.of(META);
    }
    return Optional.empty();
  }

  /** The same tensors by Meta's names and cut as Meta's; names that neither has stay. */
  Map<String, StoredTensor> toCanonical(Map<String, StoredTensor> tensors) {
    return switch (this) {
      case META -> tensors;
      case HUGGING_FACE -> HuggingFaceLayout.toCanonical(tensors);
      case TIMM -> TimmLayout.toCanonical(tensors);
    };
  }

  /** Those under {@code backbone.}, without it, if there are such; else all. */
  static Map<String, StoredTensor> backbone(Map<String, StoredTensor> tensors) {
    Map<String, StoredTensor> backbone = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(BACKBONE)) {
            backbone.put(name.substring(BACKBONE.length()), tensor);
          }
        });
    return backbone.isEmpty() ? tensors : backbone;
  }
}
