package org.gramscape.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.PendingFile;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.SafetensorsWriter;
import org.gramscape.model.weights.StoredTensor;

/** A run as it was after an iteration: a folder with a safetensors file a part, and facts. */
public record Checkpoint(Path folder, CheckpointFacts facts) {
  private static final String FACTS = "state.json";
  private static final String SUFFIX = ".safetensors";
  private static final JsonMapper JSON = new JsonMapper();

  /** What may differ when a run goes on: the Gram teacher is in the checkpoint itself. */
  private static final List<String> FREE_KEYS =
      List.of("about", "iterations", "gramTeacher.weights");

  /** Whether a folder looks like a checkpoint. */
  static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(FACTS));
  }

  /**
   * Looks at a checkpoint; its files' sizes are checked, not every value.
   *
   * @throws UnusableWeightsException if it is not whole
   */
  static Checkpoint read(Path folder) throws IOException {
    try {
      CheckpointFacts facts = JSON.readValue(folder.resolve(FACTS).toFile(), CheckpointFacts.class);
      Checkpoint checkpoint = new Checkpoint(folder, facts);
      for (String part : facts.parts()) {
        SafetensorsFile.open(checkpoint.file(part)).close();
      }
      return checkpoint;
    } catch (JsonProcessingException e) {
      throw new UnusableWeightsException(
          "%s is no checkpoint of this program: %s is damaged.".formatted(folder, FACTS), e);
    }
  }

  /** Writes a checkpoint's files into a folder that is there. */
  static void write(Path folder, TrainingState state, CheckpointFacts facts) throws IOException {
    for (Map.Entry<String, Map<String, StoredTensor>> part : state.tensors().entrySet()) {
      SafetensorsWriter.write(
          folder.resolve(part.getKey() + SUFFIX),
          part.getValue(),
          Map.of("gramscape.licence", facts.licence()));
    }
    // On the disk before the folder gets its name, as the tensors are.
    try (PendingFile pending = PendingFile.beside(folder.resolve(FACTS), false)) {
      JSON.writerWithDefaultPrettyPrinter().writeValue(pending.path().toFile(), facts);
      pending.commit();
    }
  }

  /** The running mean's backbone and heads. */
  Path average() {
    return file("average");
  }

  /**
   * Makes sure that the checkpoint is of a run by a recipe. A run may be made longer or shorter.
   *
   * @throws UnusableWeightsException if the recipe differs; it names the keys
   */
  public void requireSame(Recipe recipe) throws IOException {
    List<String> differences = new ArrayList<>(RecipeText.differences(recipe(), recipe));
    differences.removeAll(FREE_KEYS);
    if (!differences.isEmpty()) {
      throw new UnusableWeightsException(
          "%s was made by another recipe: %s differ%s. Give the same recipe and overrides, or start a new run from it with --init and another --out."
              .formatted(
                  folder, String.join(", ", differences), differences.size() == 1 ? "s" : ""));
    }
  }

  /**
   * Makes sure that a run would go on to the numbers that it would have had: in other ones, or on
   * another kind of device, it would not.
   *
   * @param computed in what numbers and where the run would go on, as {@code fp32 on cpu}
   * @throws UnusableWeightsException if it differs
   */
  public void requireComputed(String computed) throws UnusableWeightsException {
    if (facts.computed() != null && !facts.computed().equals(computed)) {
      throw new UnusableWeightsException(
          "%s was computed in %s, and in %s the run would not go on to the same numbers. Give --precision and --device as they were, or start a new run with another --out."
              .formatted(folder, facts.computed(), computed));
    }
  }

  /** Every value of the recipe that it was made by. */
  Recipe recipe() throws IOException {
    return RecipeText.parse(facts.recipe());
  }

  Path file(String part) {
    return folder.resolve(part + SUFFIX);
  }
}
