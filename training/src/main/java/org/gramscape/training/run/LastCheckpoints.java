package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.gramscape.model.UnusableWeightsException;

/** Where the students of a run go on: each from a checkpoint, all after the same iteration. */
public final class LastCheckpoints {
  private LastCheckpoints() {}

  /**
   * The newest ones that are whole.
   *
   * @param students by their names, of which a student by itself has an empty one
   * @param passedOver is told about newer ones that are damaged
   * @return one for each student; none for a run to begin with its first iteration
   * @throws UnusableWeightsException if there are checkpoints of a student, but none that is whole,
   *     or if a student was not of this run
   */
  public static List<Checkpoint> of(
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
        return List.of();
      }
      long least = newest.stream().mapToLong(each -> each.facts().iteration()).min().orElseThrow();
      if (newest.stream().allMatch(each -> each.facts().iteration() == least)) {
        return newest;
      }
      limit = least;
    }
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
}
