package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.model.weights.WeightsFormatException;

/**
 * The files of a model.
 *
 * @param config Hugging Face's {@code config.json} beside the weights, if there is one
 */
record ModelFiles(Path weights, Optional<Path> config) {
  static final String WEIGHTS = "model.safetensors";
  static final String CONFIG = "config.json";

  /**
   * Looks at a file of weights, or a folder with one.
   *
   * @throws UnusableWeightsException if there is none, or several
   */
  static ModelFiles at(Path path) throws IOException {
    Path weights = Files.isDirectory(path) ? weightsIn(path) : path;
    if (!Files.isRegularFile(weights)) {
      throw new WeightsFormatException("There is no file " + path + ".");
    }
    Path config = weights.resolveSibling(CONFIG);
    return new ModelFiles(
        weights, Files.isRegularFile(config) ? Optional.of(config) : Optional.empty());
  }

  private static Path weightsIn(Path folder) throws IOException {
    if (Files.exists(folder.resolve(WEIGHTS))) {
      return folder.resolve(WEIGHTS);
    }
    if (Files.exists(folder.resolve(WEIGHTS + ".index.json"))) {
      throw new WeightsFormatException(
          folder + " holds weights in several files. One file, " + WEIGHTS + ", expected.");
    }
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList();
    }
    if (found.size() != 1) {
      throw new WeightsFormatException(
          "%s holds %d .safetensors files; one expected. Name the file itself."
              .formatted(folder, found.size()));
    }
    return found.get(0);
  }
}
