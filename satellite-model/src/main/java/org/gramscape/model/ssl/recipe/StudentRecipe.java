package org.gramscape.model.ssl.recipe;

import org.gramscape.model.ssl.data.Normalisation;

/**
 * What a student is trained by.
 *
 * @param name tells it from those that are trained beside it; empty for one by itself
 * @param recipe that it could be trained by alone, to the same weights
 */
public record StudentRecipe(String name, Recipe recipe) {

  /** Of a student by itself. */
  public static StudentRecipe alone(Recipe recipe) {
    return new StudentRecipe("", recipe);
  }

  /** What is trained, for people. */
  public String about() {
    return name.isEmpty() ? recipe.about() : recipe.about() + ": " + name;
  }

  /** The same for images that are normalised otherwise. */
  public StudentRecipe withNormalisation(Normalisation normalisation) {
    return new StudentRecipe(name, recipe.withNormalisation(normalisation));
  }
}
