package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.gramscape.model.Models;

/**
 * Weights that a run starts from, is anchored to or distills.
 *
 * @param file with a backbone; of a run, with its heads too
 * @param licence what they may be used for, in a sentence
 */
public record StartingWeights(Path file, String licence) {

  /**
   * Finds weights by what a person calls them.
   *
   * @param place a run's folder (its newest checkpoint's running mean), a checkpoint's, or what
   *     {@code --model} takes
   * @throws org.gramscape.model.UnusableWeightsException if there are none
   */
  public static StartingWeights at(String place, Models models) throws IOException {
    Path path = path(place);
    if (path != null && Files.isDirectory(path)) {
      if (Checkpoint.isAt(path)) {
        return of(Checkpoint.read(path));
      }
      var newest = new RunFolder(path).checkpoints().newest(problem -> {});
      if (newest.isPresent()) {
        return of(newest.get());
      }
    }
    return new StartingWeights(models.source(place).location(), models.info(place).licence());
  }

  private static StartingWeights of(Checkpoint checkpoint) {
    return new StartingWeights(checkpoint.average(), checkpoint.facts().licence());
  }

  private static Path path(String place) {
    try {
      return Path.of(place);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
