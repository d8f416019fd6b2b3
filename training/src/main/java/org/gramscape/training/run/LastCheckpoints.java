package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.StoredTensor;

/**
 * Where the students of a run go on.
 *
 * @param checkpoints one for each student, all after the same iteration; none for a run that begins
 */
public record LastCheckpoints(List<Checkpoint> checkpoints) {

  /** Of a run that begins. */
  public static final LastCheckpoints NONE = new LastCheckpoints(List.of());

  /**
   * The newest ones that are whole.
   *
   * @param students by their names, of which a student by itself has an empty one
   * @param passedOver is told about newer ones that are damaged
   * @throws UnusableWeightsException if there are checkpoints of a student, but none that is whole,
   *     or if a student was not of this run
   */
  public static LastCheckpoints of(
      RunFolder folder, List<String> students, Consumer<String> passedOver) throws IOException {
    Set<String> told = new HashSet<>();
    Consumer<String> once =
        problem -> {
          if (told.add(problem)) {
            passedOver.accept(problem);
          }
        };
    // A run that is killed may have saved some students and not the others.
    long limit = Long.MAX_VALUE;
    while (true) {
      List<Checkpoint> newest = new ArrayList<>();
      for (String student : students) {
        folder.student(student).checkpoints().newest(limit, once).ifPresent(newest::add);
      }
      if (newest.size() < students.size()) {
        if (!newest.isEmpty()) {
          requireBegun(folder, students);
        }
        return NONE;
      }
      long least = newest.stream().mapToLong(each -> each.facts().iteration()).min().orElseThrow();
      if (newest.stream().allMatch(each -> each.facts().iteration() == least)) {
        return new LastCheckpoints(newest);
      }
      limit = least;
    }
  }

  /**
   * Where the Gram teachers of a run's students come from: where they were, if there are
   * checkpoints.
   *
   * @param start what a student begins from
   */
  public static RecipeReader.Start gramTeachers(RunFolder folder, Optional<String> start) {
    return student -> {
      Optional<Checkpoint> last = folder.student(student).checkpoints().newest(problem -> {});
      return last.isEmpty()
          ? start
          : Optional.ofNullable(last.get().recipe().gramTeacher().weights());
    };
  }

  private static void requireBegun(RunFolder folder, List<String> students) throws IOException {
    for (String student : students) {
      if (!Files.exists(folder.student(student).recipe())) {
        throw new UnusableWeightsException(
            "%s holds checkpoints of other students, but no run of student %s; students begin and go on together. Train it in another --out, or leave it out."
                .formatted(folder.root(), student));
      }
    }
  }

  /** Whether a run begins with its first iteration. */
  public boolean areNone() {
    return checkpoints.isEmpty();
  }

  /**
   * The recipes that are gone on with: as they are declared, but what was measured stays.
   *
   * @param measured whether bands are normalised as measured, whatever is declared
   * @throws UnusableWeightsException if the checkpoints were made by other ones
   */
  public List<StudentRecipe> recipes(List<StudentRecipe> declared, boolean measured)
      throws IOException {
    List<StudentRecipe> recipes = new ArrayList<>(declared);
    for (int i = 0; i < checkpoints.size(); i++) {
      StudentRecipe recipe = declared.get(i);
      Normalisation before = checkpoints.get(i).recipe().normalisation();
      if (measured || recipe.recipe().normalisation().bands() < before.bands()) {
        recipes.set(i, recipe.withNormalisation(before));
      }
      checkpoints.get(i).requireSame(recipes.get(i).recipe());
    }
    return recipes;
  }

  /** See {@link Checkpoint#requireComputed}. */
  public void requireComputed(String computed) throws UnusableWeightsException {
    for (Checkpoint checkpoint : checkpoints) {
      checkpoint.requireComputed(computed);
    }
  }

  /** What the weights may be used for, in a sentence. */
  public String licence() {
    return checkpoints.get(0).facts().licence();
  }

  /** Sets a run of the same recipes to where this one was. */
  public void restore(Training training) throws IOException {
    List<SafetensorsFile> open = new ArrayList<>();
    try {
      List<TrainingState> states = new ArrayList<>();
      for (Checkpoint checkpoint : checkpoints) {
        CheckpointFacts facts = checkpoint.facts();
        Map<String, Map<String, StoredTensor>> tensors = new LinkedHashMap<>();
        for (String part : facts.parts()) {
          SafetensorsFile file = SafetensorsFile.open(checkpoint.file(part));
          open.add(file);
          tensors.put(part, file.tensors());
        }
        states.add(new TrainingState(facts.iteration(), facts.failures(), facts.steps(), tensors));
      }
      training.restore(states);
    } finally {
      for (SafetensorsFile file : open) {
        file.close();
      }
    }
  }
}
