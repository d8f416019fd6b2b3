package org.gramscape.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;

/** What holds of the estimate however well it is fitted. */
class StepMemoryTest {
  private record Estimate(StepMemory memory, long parameters) {}

  private static Estimate of(Precision precision, String... overrides) throws IOException {
    List<StudentRecipe> recipes =
        List.of(StudentRecipe.alone(RecipeReader.read("demo-pretrain", List.of(overrides))));
    try (Networks networks = new Networks(recipes, ComputeDevice.CPU)) {
      return new Estimate(
          StepMemory.of(networks, precision),
          networks.students().get(0).student().parameterCount());
    }
  }

  @Property(tries = 20)
  void growsWithTheBatchAndHoldsWeightsAndMoments(
      @ForAll @IntRange(min = 2, max = 200) int batch,
      @ForAll @IntRange(min = 1, max = 50) int more,
      @ForAll Precision precision)
      throws IOException {
    Estimate one = of(precision, "batch=" + batch);
    Estimate larger = of(precision, "batch=" + (batch + more));
    assertThat(larger.memory().passing()).isGreaterThan(one.memory().passing());
    assertThat(larger.memory().fixed()).isEqualTo(one.memory().fixed());
    // Weights, gradients and two moments of the student, and its running mean.
    assertThat(one.memory().fixed()).isGreaterThanOrEqualTo(5 * Float.BYTES * one.parameters());
    assertThat(one.memory().passing()).isPositive();
  }

  @Property(tries = 10)
  void aBatchInPartsNeedsWhatAPartNeeds(
      @ForAll @IntRange(min = 2, max = 50) int part, @ForAll @IntRange(min = 1, max = 9) int parts)
      throws IOException {
    assertThat(of(Precision.FP32, "batch=" + part * parts, "accumulate=" + parts).memory())
        .isEqualTo(of(Precision.FP32, "batch=" + part).memory());
  }
}
