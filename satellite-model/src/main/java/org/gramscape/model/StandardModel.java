package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.model.weights.PackagedFile;

/**
 * The model that is there before any is imported: a ViT-T/16 that Gramscape trained itself. The
 * MODEL_CARD.md beside its weights says on what, how, and what it is good for.
 */
final class StandardModel {
  static final String NAME = "gramscape-vitt16";

  private static final String WEIGHTS = NAME + "/" + NAME + ".safetensors";

  private StandardModel() {}

  /** The weights alone: their shapes and header tell the rest. */
  static ModelFiles files() throws IOException {
    Path weights = PackagedFile.of(StandardModel.class, WEIGHTS);
    return new ModelFiles(weights, List.of(weights), Optional.empty(), Optional.empty());
  }
}
