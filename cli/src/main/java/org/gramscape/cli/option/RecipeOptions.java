package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import picocli.CommandLine.Parameters;

/** What is trained, and how. */
public final class RecipeOptions {
  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file, or a bundled recipe: vitt-pretrain, vits-gram, vitl-distill ...")
  private String name;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "What differs from the recipe: batch=32, schedules.learningRate.peak=5e-4 ...")
  private List<String> overrides = List.of();

  /** Whether a word behind another option is meant for the recipe. */
  static boolean isOverride(String word) {
    return word.matches("[A-Za-z][\\w.]*=.*") && !Files.exists(Path.of(word));
  }

  /**
   * Reads the recipe of each student.
   *
   * @param more that differs
   * @param start what students start from
   */
  public List<StudentRecipe> read(List<String> more, RecipeReader.Start start) throws IOException {
    return RecipeReader.readAll(
        name, Stream.concat(overrides.stream(), more.stream()).toList(), start);
  }
}
