package org.gramscape.cli.option;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gramscape.model.Models;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.training.run.StartingWeights;
import picocli.CommandLine.Option;

/** What a training starts from. */
public final class StartOption {
  private static final String OWN_LICENCE =
      "Trained by Gramscape from random weights; what the training images' licences ask for holds.";

  @Option(
      names = "--init",
      paramLabel = "WEIGHTS",
      description =
          "What to start from: the folder of an earlier run or one of its checkpoints (backbone and"
              + " heads), or a backbone as --model takes it elsewhere. It is the Gram teacher too,"
              + " unless the recipe says another.")
  private String init;

  /** As the person calls them. */
  public Optional<String> weights() {
    return Optional.ofNullable(init);
  }

  /**
   * Makes sure that it is clear who starts from the weights.
   *
   * @throws IllegalArgumentException if there are weights, and several students
   */
  public void requireFor(List<StudentRecipe> students) {
    if (init != null && students.size() > 1) {
      throw new IllegalArgumentException(
          "--init starts one student, and the recipe lists %s; leave it out, or train the student that it is for by a recipe of its own"
              .formatted(students.stream().map(StudentRecipe::name).toList()));
    }
  }

  /**
   * Gives students and their Gram teachers the weights of a run's beginning.
   *
   * @param say hears what is taken
   * @return what the trained weights may be used for, in a sentence
   */
  public String begin(Networks networks, Consumer<String> say) throws IOException {
    String licence = OWN_LICENCE;
    for (StudentNetworks student : networks.students()) {
      Recipe recipe = student.recipe();
      if (recipe.teacher() != null) {
        licence =
            "Distilled by Gramscape from weights of this licence: "
                + weights(recipe.teacher().weights()).licence();
      }
      if (init != null) {
        StartingWeights weights = weights(init);
        student.startFrom(weights.file());
        say.accept("Starting from " + weights.file());
        licence = weights.licence();
      }
      String gram = recipe.gramTeacher().weights();
      if (recipe.anchored() && gram != null) {
        StartingWeights weights = weights(gram);
        student.anchorTo(weights.file());
        say.accept("Anchored to " + weights.file());
      }
    }
    return licence;
  }

  /** Gives a teacher to distill its weights, wherever a run is. */
  public void teach(Networks networks) throws IOException {
    Recipe.FrozenTeacher teacher = networks.students().get(0).recipe().teacher();
    if (teacher != null) {
      networks.distillFrom(weights(teacher.weights()).file());
    }
  }

  private static StartingWeights weights(String place) throws IOException {
    return StartingWeights.at(place, Models.local());
  }
}
