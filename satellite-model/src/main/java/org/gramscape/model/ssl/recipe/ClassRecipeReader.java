package org.gramscape.model.ssl.recipe;

import java.io.IOException;
import java.util.List;
import org.gramscape.model.segmentation.ClassLabel;
import org.gramscape.model.segmentation.ClassRecipe;
import org.gramscape.model.segmentation.SegmentationConfig;

/** Reads recipes of training for classes, as {@link RecipeReader} reads the others. */
public final class ClassRecipeReader {
  /** The bundled recipes. */
  public static final List<String> BUNDLED =
      List.of("vitt-classes", "linear-classes", "demo-classes");

  private static final int MOST_LAYERS = 4;
  private static final List<ClassLabel> ANY =
      List.of(new ClassLabel(0, "0", 0), new ClassLabel(1, "1", 0));

  private ClassRecipeReader() {}

  /**
   * Reads a recipe and refuses one that can't work.
   *
   * @param name of a file, or of a bundled recipe
   * @param overrides {@code steps.learningRate=5e-4}; values are YAML
   * @throws InvalidRecipeException if it can't be read or can't work
   */
  public static ClassRecipe read(String name, List<String> overrides) throws IOException {
    ClassRecipe recipe = DenseRecipes.read(name, overrides, BUNDLED, ClassRecipe.class);
    check(recipe);
    return recipe;
  }

  private static void check(ClassRecipe recipe) throws InvalidRecipeException {
    ClassRecipe.Head head = recipe.head();
    DenseRecipes.refuseIf(head.kind() == null, "head.kind is missing; linear or dpt is needed");
    boolean isDpt = head.kind() == SegmentationConfig.Kind.DPT;
    DenseRecipes.refuseIf(
        isDpt ? head.layers() != MOST_LAYERS : head.layers() < 1 || head.layers() > MOST_LAYERS,
        "head.layers is %d; a DPT head looks at 4, a linear head at 1 to 4"
            .formatted(head.layers()));
    DenseRecipes.refuseIf(
        !(head.dropout() >= 0 && head.dropout() < 1),
        "head.dropout is " + head.dropout() + "; 0 (none) or more and below 1 is needed");
    DenseRecipes.refuseIf(
        head.levels() == null || !isDpt && !head.levels().isEmpty(),
        "head.levels is %s; a DPT head has four numbers, a linear head [] and 0 channels and hidden"
            .formatted(head.levels()));
    ClassRecipe.Losses losses = recipe.losses();
    DenseRecipes.refuseIf(
        !(losses.crossEntropy() >= 0 && losses.focal() >= 0 && losses.dice() >= 0)
            || recipe.lossWeights(0).isEmpty(),
        "losses.crossEntropy, losses.focal and losses.dice must be 0 or more, and one above 0");
    DenseRecipes.refuseIf(
        !(losses.focus() >= 0) || losses.focal() > 0 && losses.focus() == 0,
        "losses.focus is "
            + losses.focus()
            + "; a number above 0 is needed, 2 is usual (0 is the cross-entropy)");
    double balance = recipe.sampling().balance();
    DenseRecipes.refuseIf(
        !(balance >= 0 && balance <= 1 && losses.rareness() >= 0 && losses.rareness() <= 1),
        "sampling.balance is %s and losses.rareness %s; both must be between 0 and 1"
            .formatted(balance, losses.rareness()));
    try {
      recipe.headOn(4, MOST_LAYERS, ANY);
    } catch (IllegalArgumentException e) {
      throw new InvalidRecipeException("The recipe asks for " + e.getMessage() + ".", e);
    }
  }
}
