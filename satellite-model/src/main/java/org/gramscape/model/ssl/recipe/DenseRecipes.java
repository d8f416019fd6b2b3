package org.gramscape.model.ssl.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.gramscape.model.dense.DenseRecipe;

/** Reads what recipes of dense heads have in common, as {@link RecipeReader} reads the others. */
final class DenseRecipes {
  private static final List<String> SECTIONS =
      List.of("backbone", "head", "losses", "sampling", "changes", "validation", "steps");

  private static final int SIDE_MULTIPLE = 32;

  private DenseRecipes() {}

  /**
   * Reads a recipe and refuses one that can't work, whatever its head is.
   *
   * @param name of a file, or of a bundled recipe
   * @param overrides {@code steps.learningRate=5e-4}; values are YAML
   * @param bundled the names of those that are
   * @throws InvalidRecipeException if it can't be read or can't work
   */
  static <R extends DenseRecipe> R read(
      String name, List<String> overrides, List<String> bundled, Class<R> type) throws IOException {
    ObjectNode tree = RecipeReader.tree(name, bundled);
    for (String override : overrides) {
      RecipeReader.set(tree, override);
    }
    R recipe = RecipeReader.bind(tree, name, type, SECTIONS);
    check(recipe);
    return recipe;
  }

  private static void check(DenseRecipe recipe) throws InvalidRecipeException {
    refuseIf(
        recipe.iterations() < 1 || recipe.batch() < 1,
        "iterations is %d and batch %d; both must be 1 or more"
            .formatted(recipe.iterations(), recipe.batch()));
    int crop = recipe.crop();
    refuseIf(
        crop < SIDE_MULTIPLE || crop % SIDE_MULTIPLE != 0,
        "crop is %d; a multiple of %d pixels is needed, %d would do"
            .formatted(
                crop,
                SIDE_MULTIPLE,
                Math.max(1, Math.round((float) crop / SIDE_MULTIPLE)) * SIDE_MULTIPLE));
    refuseIf(
        !(recipe.groundSampleDistance() > 0),
        "groundSampleDistance is %s; metres above 0 are needed"
            .formatted(recipe.groundSampleDistance()));
    refuseIf(
        recipe.changes().groundSampleDistance() < 1,
        "changes.groundSampleDistance is %s; a factor of 1 (none) or more is needed"
            .formatted(recipe.changes().groundSampleDistance()));
    double share = recipe.validation().share();
    refuseIf(
        !(share > 0 && share < 1),
        "validation.share is " + share + "; it must be above 0 and below 1");
    refuseIf(
        recipe.validation().every() < 1 || recipe.validation().patience() < 1,
        "validation.every and validation.patience must be 1 or more");
    refuseIf(
        recipe.steps().warmup() >= recipe.iterations(),
        "steps.warmup is %d in a run of %d iterations; set steps.warmup=%d, or more iterations"
            .formatted(recipe.steps().warmup(), recipe.iterations(), recipe.iterations() / 10));
  }

  /** Refuses a recipe that can't work because of this. */
  static void refuseIf(boolean refused, String why) throws InvalidRecipeException {
    if (refused) {
      throw new InvalidRecipeException("The recipe can't work: " + why + ".");
    }
  }
}
