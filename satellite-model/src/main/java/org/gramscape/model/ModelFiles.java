package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.model.weights.ShardedSafetensors;
import org.gramscape.model.weights.WeightsFile;
import org.gramscape.model.weights.WeightsFormatException;

/**
 * The files of a model.
 *
 * @param weights a file with tensors, or the index of several
 * @param parts every file with tensors, sorted: the weights themselves, or what the index names
 * @param config Hugging Face's {@code config.json} beside the weights, if there is one
 * @param processor Hugging Face's {@code preprocessor_config.json} beside them, if there is one
 */
record ModelFiles(Path weights, List<Path> parts, Optional<Path> config, Optional<Path> processor) {
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = WEIGHTS + WeightsFile.INDEX_SUFFIX;
  static final String CONFIG = "config.json";
  static final String PROCESSOR = "preprocessor_config.json";

  /** What a folder is searched for, in this order. */
  private static final List<String> KINDS =
      List.of(".safetensors", WeightsFile.INDEX_SUFFIX, ".pth", ".pt");

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
    List<Path> parts = new ArrayList<>();
    if (weights.toString().endsWith(WeightsFile.INDEX_SUFFIX)) {
      for (String part : ShardedSafetensors.fileNames(weights)) {
        parts.add(weights.resolveSibling(part));
      }
    } else {
      parts.add(weights);
    }
    return new ModelFiles(
        weights, List.copyOf(parts), beside(weights, CONFIG), beside(weights, PROCESSOR));
  }

  private static Optional<Path> beside(Path weights, String name) {
    return Optional.of(weights.resolveSibling(name)).filter(Files::isRegularFile);
  }

  private static Path weightsIn(Path folder) throws IOException {
    for (String usual : List.of(WEIGHTS, INDEX)) {
      if (Files.exists(folder.resolve(usual))) {
        return folder.resolve(usual);
      }
    }
    List<Path> found = List.of();
    for (String kind : KINDS) {
      try (Stream<Path> files = Files.list(folder)) {
        found = files.filter(f -> f.toString().endsWith(kind)).sorted().toList();
      }
      if (found.size() == 1) {
        return found.get(0);
      }
      if (!found.isEmpty()) {
        break;
      }
    }
    throw new WeightsFormatException(
        "%s holds %s; one .safetensors or .pth file expected. Name the file itself."
            .formatted(
                folder,
                found.isEmpty()
                    ? "no weights"
                    : found.size() + " files like " + found.get(0).getFileName()));
  }

  /** Weights, parts, configuration and processor, each once. */
  List<Path> all() {
    return Stream.of(Stream.of(weights), parts.stream(), config.stream(), processor.stream())
        .flatMap(s -> s)
        .distinct()
        .toList();
  }

  /** Of the tensors' files together. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Path part : parts) {
      bytes += Files.size(part);
    }
    return bytes;
  }
}
