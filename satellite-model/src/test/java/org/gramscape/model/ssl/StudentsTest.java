package org.gramscape.model.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.ssl.data.BatchMaker;
import org.gramscape.model.ssl.data.CropBatch;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.loss.SinkhornKnopp;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.weights.StoredTensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several students of one frozen teacher, all of them very small. */
class StudentsTest {
  private static final String RECIPE =
      """
      extends: vitt-distill
      iterations: 40
      batch: 4
      backbone: {width: 32, depth: 2, heads: 2, hiddenWidth: 64, dropPath: 0.3}
      heads:
        dino: {prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}
        ibot: {prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}
      crops:
        localCrops: 2
        sizes: [{ratio: 1, global: 64, local: 32, gram: 0}, {ratio: 1, global: 48, local: 16, gram: 0}]
      schedules: {learningRate: 1.0e-3, frozenLastLayer: 0, momentum: 0.9}
      teacher:
        weights: given
        backbone: {width: 48, depth: 2, heads: 3, hiddenWidth: 96}
        heads:
          dino: {prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}
          ibot: {prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}
      students:
        small: {}
        tiny:
          backbone: {width: 16, depth: 3, heads: 1, hiddenWidth: 48, dropPath: 0, ropeRescale: 1}
          heads: {dino: {hiddenWidth: 20, bottleneckWidth: 12}}
          losses: {koleo: {weight: 0}}
          optimiser: {layerDecay: 0.7, clipNorm: 1}
          schedules: {learningRate: 3.0e-3, frozenLastLayer: 4, momentum: 0.7}
      """;

  private static final ImageSource NOISE =
      random -> {
        float[] values = new float[3 * 80 * 80];
        for (int i = 0; i < values.length; i++) {
          values[i] = i % 80 < 30 ? random.nextFloat() : 0.5f;
        }
        return new Image(values, 3, 80, 80);
      };

  @TempDir static Path folder;
  private static Path recipe;

  @BeforeAll
  static void write() throws IOException {
    recipe = Files.writeString(folder.resolve("students.yaml"), RECIPE);
  }

  private static List<StudentRecipe> students(String... overrides) throws IOException {
    return RecipeReader.readAll(recipe.toString(), List.of(overrides), student -> Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accumulate=1",
        "accumulate=2",
        "losses.centering=softmax",
        "students.tiny.backbone.width=32"
      })
  void eachBecomesWhatItWouldHaveBecomeAlone(String override) throws Exception {
    List<StudentRecipe> recipes = students(override);
    try (Run together = new Run(recipes)) {
      List<List<Map<String, Double>>> losses = together.steps(6);
      for (int i = 0; i < recipes.size(); i++) {
        try (Run alone = new Run(List.of(StudentRecipe.alone(recipes.get(i).recipe())))) {
          int student = i;
          assertThat(alone.steps(6))
              .extracting(step -> step.get(0))
              .containsExactlyElementsOf(losses.stream().map(step -> step.get(student)).toList());
          assertThat(bytes(alone.training.states().get(0)))
              .isEqualTo(bytes(together.training.states().get(i)));
        }
      }
    }
  }

  @Test
  void tenStepsAndTenMoreAreTwenty() throws Exception {
    try (Run whole = new Run(students());
        Run half = new Run(students());
        Run rest = new Run(students())) {
      List<List<Map<String, Double>>> losses = whole.steps(20);
      List<List<Map<String, Double>>> parts = new ArrayList<>(half.steps(10));
      rest.training.restore(half.training.states());
      parts.addAll(rest.steps(10));
      assertThat(parts).isEqualTo(losses);
      for (int i = 0; i < 2; i++) {
        assertThat(bytes(rest.training.states().get(i)))
            .isEqualTo(bytes(whole.training.states().get(i)));
      }
    }
  }

  @Test
  void statesOfDifferentIterationsAreRefused() throws Exception {
    try (Run one = new Run(students());
        Run other = new Run(students())) {
      List<TrainingState> before = one.training.states();
      one.steps(1);
      List<TrainingState> after = one.training.states();
      assertThatThrownBy(() -> other.training.restore(List.of(before.get(0), after.get(1))))
          .hasMessageContaining("after [0, 1] iterations");
      assertThatThrownBy(() -> other.training.restore(after.subList(0, 1)))
          .hasMessageContaining("for 2 student(s)");
    }
  }

  @Test
  void theTeacherLooksOnceAtEachPartOfABatch() throws Exception {
    List<StudentRecipe> recipes = students();
    Recipe shared = recipes.get(0).recipe();
    AtomicInteger looks = new AtomicInteger();
    try (Networks networks = networks(recipes);
        FusedBranches teaching = kernel(networks.frozenTeacher());
        FusedBranches small = kernel(networks.students().get(0).student());
        FusedBranches tiny = kernel(networks.students().get(1).student())) {
      Teacher teacher =
          new Teacher(
              networks.frozenTeacher(),
              (tokens, ropes, depth) -> {
                looks.incrementAndGet();
                return teaching.addTo(tokens, ropes, depth);
              },
              new SinkhornKnopp(),
              new SinkhornKnopp(),
              true);
      try (Optimiser smalls = optimiser(networks.students().get(0));
          Optimiser tinys = optimiser(networks.students().get(1))) {
        TrainStep step =
            new TrainStep(
                teacher,
                List.of(
                    student(networks.students().get(0), small, smalls),
                    student(networks.students().get(1), tiny, tinys)));
        BatchMaker maker =
            new BatchMaker(
                NOISE,
                shared.crops().of(shared.crops().sizes().get(0)),
                shared.masks(),
                shared.normalisation(),
                2,
                16,
                0);
        try (CropBatch first = maker.make(0);
            CropBatch second = maker.make(1)) {
          step.run(
              List.of(first::tensors, second::tensors),
              recipes.stream().map(each -> each.recipe().rates(9)).toList(),
              1);
        }
      }
    }
    assertThat(looks).hasValue(2);
  }

  private static FusedBranches kernel(SslNetwork network) {
    return new FusedBranches(network.backbone(), Precision.FP32);
  }

  private static Optimiser optimiser(StudentNetworks networks) {
    return new Optimiser(networks.student(), networks.recipe().optimiser());
  }

  private static Student student(
      StudentNetworks networks, FusedBranches kernel, Optimiser optimiser) {
    return new Student(
        networks.student(),
        kernel,
        networks.average(),
        null,
        networks.recipe().objective(),
        optimiser);
  }

  @Test
  void oneThatDivergesIsNamedAndDidNotTouchTheOthers() throws Exception {
    List<StudentRecipe> recipes = students("students.tiny.losses.dino=3.0e+38");
    try (Run together = new Run(recipes);
        Run alone = new Run(List.of(StudentRecipe.alone(recipes.get(0).recipe())))) {
      together.steps(2);
      alone.steps(2);
      assertThat(bytes(together.training.states().get(0)))
          .isEqualTo(bytes(alone.training.states().get(0)));
      assertThatThrownBy(together.training::next)
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("of student tiny");
    }
  }

  @Test
  void aStepLeavesNoArrays() throws Exception {
    try (Run run = new Run(students())) {
      NDManager owner = run.networks.frozenTeacher().parameterManager();
      run.steps(1);
      int before = owner.getManagedArrays().size();
      run.steps(3);
      assertThat(owner.getManagedArrays()).hasSize(before);
    }
  }

  private static Map<String, ByteBuffer> bytes(TrainingState state) throws IOException {
    Map<String, ByteBuffer> bytes = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, StoredTensor>> part : state.tensors().entrySet()) {
      for (Map.Entry<String, StoredTensor> tensor : part.getValue().entrySet()) {
        ByteBuffer values = ByteBuffer.allocateDirect(tensor.getValue().byteSize());
        tensor.getValue().copyTo(values);
        bytes.put(part.getKey() + "." + tensor.getKey(), values.flip());
      }
    }
    return bytes;
  }

  /** With a teacher that is always the same. */
  private static Networks networks(List<StudentRecipe> recipes) {
    Networks networks = new Networks(recipes, ComputeDevice.CPU);
    NDManager owner = networks.students().get(0).student().parameterManager();
    InitialWeights.fill(networks.frozenTeacher(), new Recipe.Start(1e-5, 0.02), 99, owner);
    return networks;
  }

  private static final class Run implements AutoCloseable {
    final Networks networks;
    final Training training;

    Run(List<StudentRecipe> recipes) {
      networks = networks(recipes);
      training = new Training(NOISE, networks, Precision.FP32);
    }

    /** The losses of each student in each step. */
    List<List<Map<String, Double>>> steps(int count) throws Exception {
      List<List<Map<String, Double>>> steps = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        steps.add(training.next().stream().map(StepReport::losses).toList());
      }
      return steps;
    }

    @Override
    public void close() {
      training.close();
      networks.close();
    }
  }
}
