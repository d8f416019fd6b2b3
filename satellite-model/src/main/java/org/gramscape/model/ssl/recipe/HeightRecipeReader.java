package org.gramscape.model.ssl.recipe;

import java.io.IOException;
import java.util.List;
import org.gramscape.model.height.HeightRecipe;

/** Reads recipes of training for heights, as {@link RecipeReader} reads the others. */
public final class HeightRecipeReader {
  /** The bundled recipes. */
  public static final List<String> BUNDLED = List.of("vitt-heights", "demo-heights");

  private HeightRecipeReader() {}

  /**
   * Reads a recipe and refuses one that can't work.
   *
   * @param name of a file, or of a bundled recipe
   * @param overrides {@code steps.learningRate=5e-4}; values are YAML
   * @throws InvalidRecipeException if it can't be read or can't work
   */
  public static HeightRecipe read(String name, List<String> overrides) throws IOException {
    HeightRecipe recipe = DenseRecipes.read(name, overrides, BUNDLED, HeightRecipe.class);
    try {
      recipe.headOn(4, 4);
    } catch (IllegalArgumentException e) {
      throw new InvalidRecipeException("The recipe asks for " + e.getMessage() + ".", e);
    }
    return recipe;
  }
}
