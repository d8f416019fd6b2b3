package org.gramscape.model.ssl.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTextTest {
  private static final List<String> GIVEN =
      List.of("gramTeacher.weights=a.safetensors", "teacher.weights=b.safetensors");

  static Stream<String> bundled() {
    return RecipeReader.BUNDLED.stream();
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("bundled")
  void saysAllOfARecipe(String name) throws IOException {
    for (StudentRecipe student : RecipeReader.readAll(name, given(name), s -> Optional.empty())) {
      Recipe recipe = student.recipe();
      assertThat(RecipeText.differences(RecipeText.parse(RecipeText.of(recipe)), recipe)).isEmpty();
      assertThat(RecipeText.parse(RecipeText.of(recipe)).rates(17)).isEqualTo(recipe.rates(17));
    }
  }

  private static List<String> given(String name) {
    return GIVEN.stream()
        .filter(s -> name.contains("distill") || !s.startsWith("teacher"))
        .toList();
  }

  private static Recipe read(String name, String... overrides) throws IOException {
    return RecipeReader.read(
        name, Stream.concat(given(name).stream(), Stream.of(overrides)).toList());
  }

  @Test
  void namesTheKeysThatDiffer() throws IOException {
    Recipe one = read("vits-pretrain");
    Recipe other =
        read("vits-pretrain", "batch=32", "crops.sizes.0.global=160", "schedules.momentum=0.9");
    assertThat(RecipeText.differences(one, other))
        .containsExactly(
            "batch",
            "crops.sizes.0.global",
            "schedules.momentum.start",
            "schedules.momentum.peak",
            "schedules.momentum.end",
            "schedules.momentum.cosine");
    assertThat(RecipeText.differences(one, read("vits-pretrain"))).isEmpty();
  }

  @Test
  void understandsRecipesFromBeforeThereWasAChoice() throws IOException {
    Recipe recipe = read("vits-pretrain");
    String earlier = RecipeText.of(recipe).replaceAll(" *(centering|antialias): .*\\n", "");
    assertThat(earlier).doesNotContain("centering").doesNotContain("antialias");
    assertThat(RecipeText.differences(RecipeText.parse(earlier), recipe)).isEmpty();
    Path file = folder.resolve("earlier.yaml");
    Files.writeString(file, earlier);
    assertThat(RecipeText.differences(read(file.toString()), recipe)).isEmpty();
  }

  @Test
  void refusesWhatIsNoRecipe() {
    assertThatThrownBy(() -> RecipeText.parse("batch: many"))
        .isInstanceOf(InvalidRecipeException.class);
  }

  @Test
  void weightsToStartFromAreTheGramTeachersToo() throws IOException {
    assertThat(gramTeacher()).isEqualTo("run: folder");
    assertThat(gramTeacher("gramTeacher.weights=mine")).isEqualTo("mine");
    assertThat(
            gramTeacher(
                "gramTeacher.takeAverageAt=9",
                "schedules.gramWeight={start: 0, peak: 0, end: 1, warmup: 9, cosine: 0}"))
        .isNull();
  }

  private static String gramTeacher(String... overrides) throws IOException {
    return RecipeReader.readAll(
            "vitt-gram", List.of(overrides), student -> Optional.of("run: folder"))
        .get(0)
        .recipe()
        .gramTeacher()
        .weights();
  }
}
