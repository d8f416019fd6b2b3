package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
   * Adds a checkpoint; one that is there of the same iteration, damaged or left by a run that went
   * on from an earlier one, makes room for it.
   *
   * @throws IOException if it can't be written; then the earlier ones are as they were
   */
  void save(TrainingState state, CheckpointFacts facts) throws IOException {
    String name = name(state.iteration());
    Path whole = folder.resolve(name);
    Files.createDirectories(folder);
    Path beside = folder.resolve("." + name + PART);
    try {
      delete(beside);
      Files.createDirectory(beside);
      Checkpoint.write(beside, state, facts);
      putAside(whole, ".old");
      Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(beside);
    }
  }

  /**
   * Deletes all but that of an iteration and some before it, and what a killed run left
   * half-written.
   */
  void keep(long iteration, int before) throws IOException {
    List<Path> earlier =
        newestFirst().stream().filter(each -> iteration(each) <= iteration).toList();
    List<Path> kept = earlier.subList(0, Math.min(before + 1, earlier.size()));
    for (Path each : newestFirst()) {
      if (!kept.contains(each)) {
        putAside(each, "");
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path left : files.filter(file -> file.toString().endsWith(PART)).toList()) {
        delete(left);
      }
    }
  }

  /** Takes a checkpoint's name from it, at once. */
  private void putAside(Path whole, String suffix) throws IOException {
    if (Files.exists(whole)) {
      Path beside = folder.resolve("." + whole.getFileName() + suffix + PART);
      delete(beside);
      Files.move(whole, beside, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param passedOver is told about newer ones that are damaged
   * @throws UnusableWeightsException if there are checkpoints, and none is whole
   */
  public Optional<Checkpoint> newest(Consumer<String> passedOver) throws IOException {
    return newest(Long.MAX_VALUE, passedOver);
  }

  /** The same among those of no later iteration than one. */
  Optional<Checkpoint> newest(long iteration, Consumer<String> passedOver) throws IOException {
    List<Path> all = newestFirst();
    all.removeIf(each -> iteration(each) > iteration);
    for (Path each : all) {
      try {
        return Optional.of(Checkpoint.read(each));
      } catch (IOException e) {
        passedOver.accept("Passing over a damaged checkpoint: " + e.getMessage());
      }
    }
    if (!all.isEmpty()) {
      throw new UnusableWeightsException(
          "None of the %d checkpoints in %s is whole; begin anew in another --out, from the weights that the run exported if you like."
              .formatted(all.size(), folder));
    }
    return Optional.empty();
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return new ArrayList<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d{9,18}"))
          .sorted(Comparator.comparing(file -> -iteration(file)))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static String name(long iteration) {
    return "%09d".formatted(iteration);
  }

  private static long iteration(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString());
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
