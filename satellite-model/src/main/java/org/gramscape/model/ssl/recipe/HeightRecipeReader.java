package org.gramscape.model.ssl.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.gramscape.model.height.HeightRecipe;

/** Reads recipes of training for heights, as {@link RecipeReader} reads the others. */
public final class HeightRecipeReader {
  /** The bundled recipes. */
  public static final List<String> BUNDLED = List.of("vitt-heights", "demo-heights");

  private static final List<String> SECTIONS =
      List.of("backbone", "head", "losses", "sampling", "changes", "validation", "steps");

  private HeightRecipeReader() {}

  /**
   * Reads a recipe and refuses one that can't work.
   *
   * @param name of a file, or of a bundled recipe
   * @param overrides {@code steps.learningRate=5e-4}; values are YAML
   * @throws InvalidRecipeException if it can't be read or can't work
   */
  public static HeightRecipe read(String name, List<String> overrides) throws IOException {
    ObjectNode tree = RecipeReader.tree(name, BUNDLED);
    for (String override : overrides) {
      RecipeReader.set(tree, override);
    }
    HeightRecipe recipe = RecipeReader.bind(tree, name, HeightRecipe.class, SECTIONS);
    check(recipe);
    return recipe;
  }

  private static void check(HeightRecipe recipe) throws InvalidRecipeException {
    refuseIf(
        recipe.iterations() < 1 || recipe.batch() < 1,
        "iterations is %d and batch %d; both must be 1 or more"
            .formatted(recipe.iterations(), recipe.batch()));
    refuseIf(
        recipe.crop() < 32 || recipe.crop() % 32 != 0,
        "crop is %d; a multiple of 32 pixels is needed, %d would do"
            .formatted(recipe.crop(), Math.max(1, Math.round(recipe.crop() / 32f)) * 32));
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
    try {
      recipe.headOn(4, 4);
    } catch (IllegalArgumentException e) {
      throw new InvalidRecipeException("The recipe asks for " + e.getMessage() + ".", e);
    }
  }

  private static void refuseIf(boolean refused, String why) throws InvalidRecipeException {
    if (refused) {
      throw new InvalidRecipeException("The recipe can't work: " + why + ".");
    }
  }
}
