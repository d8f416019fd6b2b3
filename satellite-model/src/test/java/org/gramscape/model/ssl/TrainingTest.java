package org.gramscape.model.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of any run, on a very small network. */
class TrainingTest {
  private static final List<String> SMALL =
      List.of(
          "iterations=40",
          "batch=4",
          "backbone.width=32",
          "backbone.depth=2",
          "backbone.heads=2",
          "backbone.hiddenWidth=64",
          "backbone.dropPath=0.3",
          "heads.dino={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
          "heads.ibot={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
          "crops.sizes=[{ratio: 1, global: 64, local: 32, gram: 128}]",
          "crops.localCrops=2",
          "start.prototypeDeviation=0.25",
          "schedules.learningRate=1.0e-3",
          "schedules.frozenLastLayer=0",
          "schedules.momentum=0.9");

  private static final ImageSource STRIPES =
      random -> {
        float[] values = new float[3 * 80 * 80];
        double wave = 2 + 10 * random.nextDouble();
        double phase = 6 * random.nextDouble();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.5 + 0.4 * Math.sin(phase + (i % 80) / wave + i / 6400));
        }
        return new Image(values, 3, 80, 80);
      };

  /** Each of one colour, with noise. */
  private static final ImageSource COLOURS =
      random -> {
        float[] values = new float[3 * 80 * 80];
        for (int band = 0; band < 3; band++) {
          double colour = random.nextDouble();
          for (int i = 0; i < 80 * 80; i++) {
            values[band * 80 * 80 + i] = (float) (0.8 * colour + 0.2 * random.nextDouble());
          }
        }
        return new Image(values, 3, 80, 80);
      };

  @Test
  void theSameSeedGivesTheSameNumbers() throws Exception {
    assertThat(weightsAfter(3, "seed=5")).isEqualTo(weightsAfter(3, "seed=5"));
    assertThat(weightsAfter(3, "seed=5")).isNotEqualTo(weightsAfter(3, "seed=6"));
  }

  private static Map<String, List<Float>> weightsAfter(int steps, String override)
      throws Exception {
    try (Run run = new Run(STRIPES, override)) {
      for (int i = 0; i < steps; i++) {
        run.next();
      }
      return run.weights();
    }
  }

  /** KoLeo alone would lower the sum, with nothing learned of what images and patches show. */
  @Test
  void tellsImagesAndPatchesApartFromTheFirstStepsOn() throws Exception {
    try (Run run =
        new Run(
            COLOURS,
            "seed=1",
            "batch=16",
            "backbone.dropPath=0",
            "schedules.learningRate=8.0e-3")) {
      while (run.training.iteration() < 30) {
        run.next();
      }
      Map<String, Double> means = new HashMap<>();
      while (run.training.iteration() < 40) {
        run.next().losses().forEach((name, loss) -> means.merge(name, loss / 10, Double::sum));
      }
      // Of guesses that are the same for all.
      double chance = Math.log(32);
      assertThat(means.get("dinoGlobal")).isLessThan(0.8 * chance);
      assertThat(means.get("dinoLocal")).isLessThan(0.8 * chance);
      assertThat(means.get("ibot")).isLessThan(0.95 * chance / 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepLeavesNoArrays(Recipe.Centering centering) throws Exception {
    try (Run run =
        new Run(
            STRIPES,
            "schedules.gramWeight=1",
            "gramTeacher.weights=given",
            "losses.centering=" + centering)) {
      run.next();
      int before = run.arrays();
      for (int i = 0; i < 3; i++) {
        run.next();
      }
      assertThat(run.arrays()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLossThatIsNoNumberMovesNothingAndThreeEndTheRun(Recipe.Centering centering)
      throws Exception {
    Set<Integer> broken = Set.of(1, 2, 4, 5, 6);
    AtomicInteger drawn = new AtomicInteger();
    ImageSource source =
        random -> {
          Image image = STRIPES.draw(random);
          if (broken.contains(drawn.getAndIncrement() / 4)) {
            // Clamping lets NaN through.
            Arrays.fill(image.values(), Float.NaN);
          }
          return image;
        };
    try (Run run = new Run(source, "losses.centering=" + centering)) {
      run.next();
      Map<String, List<Float>> before = run.weights();
      assertThat(run.next().gradientNorms()).isEmpty();
      run.next();
      assertThat(run.weights()).isEqualTo(before);
      assertThat(run.next().total()).isFinite();
      assertThat(run.weights()).isNotEqualTo(before);
      run.next();
      run.next();
      assertThatThrownBy(run::next)
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("three times in a row");
    }
  }

  @Test
  void theGramTeacherBecomesTheRunningMean() throws Exception {
    try (Run run =
        new Run(
            STRIPES,
            "schedules.gramWeight=1",
            "gramTeacher={weights: given, refreshEvery: 2, firstRefresh: 2, refreshes: 1}")) {
      assertThat(run.next().losses()).containsKey("gram");
      assertThat(values(run.gram)).isNotEqualTo(values(run.average.backbone()));
      run.next();
      assertThat(values(run.gram)).isEqualTo(values(run.average.backbone()));
      run.next();
      run.next();
      assertThat(values(run.gram)).isNotEqualTo(values(run.average.backbone()));
    }
  }

  @Test
  void targetsAreCenteredAsTheRecipeSays() throws Exception {
    assertThat(first("losses.centering=softmax").get("dinoGlobal"))
        .isNotEqualTo(first("losses.centering=sinkhorn_knopp").get("dinoGlobal"));
  }

  @Test
  void theGramTeachersFeaturesAreAveragedWhereTheRecipeSaysSo() throws Exception {
    assertThat(first("losses.gram.antialias=true").get("gram"))
        .isNotEqualTo(first("losses.gram.antialias=false").get("gram"));
  }

  /** The first step's losses. */
  private static Map<String, Double> first(String override) throws Exception {
    try (Run run =
        new Run(STRIPES, "schedules.gramWeight=1", "gramTeacher.weights=given", override)) {
      return run.next().losses();
    }
  }

  /** Ten steps, then ten more by another run, are twenty; invariant 15. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "accumulate=1",
        "accumulate=2",
        "schedules.gramWeight=1 gramTeacher={weights: given, refreshEvery: 6, firstRefresh: 6,"
            + " refreshes: 9}",
        "schedules.gramWeight=1 gramTeacher={weights: given, refreshEvery: 10, firstRefresh: 10,"
            + " refreshes: 1}",
        "losses.centering=softmax",
      })
  void goesOnToTheSameNumbers(String overrides) throws Exception {
    String[] recipe = overrides.split(" (?=gram)");
    try (Run whole = new Run(STRIPES, recipe);
        Run half = new Run(STRIPES, recipe);
        Run rest = new Run(STRIPES, recipe)) {
      List<Map<String, Double>> losses = steps(whole, 20);
      List<Map<String, Double>> parts = new ArrayList<>(steps(half, 10));
      rest.training.restore(half.training.states());
      assertThat(rest.training.iteration()).isEqualTo(10);
      parts.addAll(steps(rest, 10));
      assertThat(parts).isEqualTo(losses);
      assertThat(values(rest.student)).isEqualTo(values(whole.student));
      assertThat(values(rest.average)).isEqualTo(values(whole.average));
      assertThat(bytes(rest.training.states().get(0)))
          .isEqualTo(bytes(whole.training.states().get(0)));
    }
  }

  private static List<Map<String, Double>> steps(Run run, int steps) throws Exception {
    List<Map<String, Double>> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      losses.add(run.next().losses());
    }
    return losses;
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

  @Test
  void countsFailuresOnAfterGoingOn() throws Exception {
    ImageSource broken =
        random -> {
          Image image = STRIPES.draw(random);
          Arrays.fill(image.values(), Float.NaN);
          return image;
        };
    try (Run first = new Run(broken);
        Run second = new Run(broken)) {
      first.training.next();
      first.training.next();
      second.training.restore(first.training.states());
      assertThatThrownBy(second.training::next).isInstanceOf(DivergedException.class);
    }
  }

  @Test
  void aStateOfOtherNetworksIsRefused() throws Exception {
    try (Run narrow = new Run(STRIPES);
        Run wide = new Run(STRIPES, "backbone.width=48", "backbone.heads=3")) {
      assertThatThrownBy(() -> wide.training.restore(narrow.training.states()))
          .isInstanceOf(WeightsMismatchException.class);
      assertThat(wide.training.iteration()).isZero();
    }
  }

  @Test
  void aFailingSourceEndsTheStep() throws Exception {
    try (Run run =
        new Run(
            random -> {
              throw new IOException("no scene left");
            })) {
      assertThatThrownBy(run::next).isInstanceOf(IOException.class);
      assertThat(run.training.iteration()).isZero();
    }
  }

  private static Map<String, List<Float>> values(NamedBlock block) {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    block
        .namedParameters()
        .forEach(
            (name, parameter) -> {
              List<Float> list = new ArrayList<>();
              for (float value : parameter.getArray().toFloatArray()) {
                list.add(value);
              }
              values.put(name, list);
            });
    return values;
  }

  private static final class Run implements AutoCloseable {
    final Networks networks;
    final SslNetwork student;
    final SslNetwork average;
    final VisionTransformer gram;
    final Training training;

    Run(ImageSource source, String... overrides) throws IOException {
      List<String> all = new ArrayList<>(SMALL);
      all.addAll(List.of(overrides));
      Recipe recipe = RecipeReader.read("vitt-pretrain", all);
      networks = new Networks(List.of(StudentRecipe.alone(recipe)), ComputeDevice.CPU);
      student = networks.students().get(0).student();
      average = networks.students().get(0).average();
      gram = networks.students().get(0).gramBackbone();
      training = new Training(source, networks, Precision.FP32);
    }

    StepReport next() throws Exception {
      return training.next().get(0);
    }

    int arrays() {
      return student.parameterManager().getManagedArrays().size();
    }

    Map<String, List<Float>> weights() {
      return values(student);
    }

    @Override
    public void close() {
      training.close();
      networks.close();
    }
  }
}
