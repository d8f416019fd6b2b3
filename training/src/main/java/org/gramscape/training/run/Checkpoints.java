package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.ssl.TrainingState;

/**
 * The checkpoints of a run: a folder each, named by its iterations, that is whole from when it
 * appears to when it goes.
 */
public record Checkpoints(Path folder) {
  private static final String PART = ".part";

  /**
   * Adds a checkpoint, unless it is there.
   *
   * @throws IOException if it can't be written; then the earlier ones are as they were
   */
  void save(TrainingState state, CheckpointFacts facts) throws IOException {
    String name = "%09d".formatted(state.iteration());
    Path whole = folder.resolve(name);
    if (Files.exists(whole)) {
      return;
    }
    Files.createDirectories(folder);
    Path beside = folder.resolve("." + name + PART);
    try {
      delete(beside);
      Files.createDirectory(beside);
      Checkpoint.write(beside, state, facts);
      Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(beside);
    }
  }

  /** Deletes all but the newest and some before it, and what a killed run left half-written. */
  void keep(int before) throws IOException {
    List<Path> all = newestFirst();
    for (Path old : all.subList(Math.min(before + 1, all.size()), all.size())) {
      Path beside = folder.resolve("." + old.getFileName() + PART);
      Files.move(old, beside, StandardCopyOption.ATOMIC_MOVE);
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path left : files.filter(file -> file.toString().endsWith(PART)).toList()) {
        delete(left);
      }
    }
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param passedOver is told about newer ones that are damaged
   * @throws UnusableWeightsException if there are checkpoints, and none is whole
   */
  public Optional<Checkpoint> newest(Consumer<String> passedOver) throws IOException {
    List<Path> all = newestFirst();
    for (Path each : all) {
      try {
        return Optional.of(Checkpoint.read(each));
      } catch (IOException e) {
        passedOver.accept("Passing over a damaged checkpoint: " + e.getMessage());
      }
    }
    if (!all.isEmpty()) {
      throw new UnusableWeightsException(
          "None of the %d checkpoints in %s is whole.".formatted(all.size(), folder));
    }
    return Optional.empty();
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d{9,18}"))
          .sorted(Comparator.comparing(file -> -Long.parseLong(file.getFileName().toString())))
          .toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
