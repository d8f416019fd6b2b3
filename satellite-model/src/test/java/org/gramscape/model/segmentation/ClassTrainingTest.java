package org.gramscape.model.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Golden;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import org.gramscape.model.TrainedNetwork;
import org.gramscape.model.dense.DenseNetworks;
import org.gramscape.model.dense.DenseSource;
import org.gramscape.model.dense.DenseTraining;
import org.gramscape.model.dense.StateFiles;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.recipe.ClassRecipeReader;
import org.gramscape.model.weights.StorageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of a very small network on images that are dark on one side and bright on the other. */
class ClassTrainingTest {
  private static final int SIDE = 32;
  private static final String BACKBONE = Golden.path("vit_mlp.weights.safetensors").toString();
  private static final String LINEAR =
      "head={kind: linear, layers: 2, dropout: 0.2, levels: [], channels: 0, hidden: 0}";
  private static final String DPT =
      "head={kind: dpt, layers: 4, dropout: 0.2, levels: [8, 8, 8, 8], channels: 8, hidden: 8}";
  private static final List<ClassLabel> CLASSES =
      List.of(
          new ClassLabel(2, "dark", 0x102030),
          new ClassLabel(5, "bright", 0xF0F0F0),
          new ClassLabel(9, "never", 0xFF0000));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"LINEAR, true, FP32", "LINEAR, false, BF16", "DPT, true, BF16", "DPT, false, FP32"})
  void learnsClasses(SegmentationConfig.Kind kind, boolean frozen, Precision precision)
      throws Exception {
    ClassRecipe recipe = recipe(kind, frozen, 30);
    try (DenseNetworks networks = networks(recipe, precision);
        DenseTraining training = training(recipe, networks)) {
      double before = right(training);
      while (!training.isDone()) {
        training.next();
      }
      assertThat(before).isLessThan(0.7);
      assertThat(right(training)).isGreaterThan(0.85);
    }
  }

  @ParameterizedTest
  @CsvSource({"LINEAR, 1", "LINEAR, 3", "DPT, 4"})
  void theBackboneLearnsUnlessItIsFrozen(SegmentationConfig.Kind kind, int layers)
      throws Exception {
    for (boolean frozen : new boolean[] {true, false}) {
      ClassRecipe recipe = recipe(kind, frozen, 3, "head.layers=" + layers);
      try (DenseNetworks networks = networks(recipe, Precision.FP32);
          DenseTraining training = training(recipe, networks)) {
        Map<String, Double> norms = training.next().gradientNorms();
        assertThat(norms.keySet())
            .containsExactlyInAnyOrder(
                frozen ? new String[] {"head"} : new String[] {"head", "backbone"});
        assertThat(norms.values()).allMatch(norm -> norm > 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"LINEAR, true", "DPT, false"})
  void goesOnToTheSameNumbers(SegmentationConfig.Kind kind, boolean frozen) throws Exception {
    ClassRecipe recipe = recipe(kind, frozen, 6);
    float[] straight;
    try (DenseNetworks networks = networks(recipe, Precision.FP32);
        DenseTraining training = training(recipe, networks)) {
      for (int i = 0; i < 3; i++) {
        training.next();
      }
      training.validated(0.5);
      StateFiles.save(training.state(), folder);
      while (!training.isDone()) {
        training.next();
      }
      straight = said(training);
    }
    try (DenseNetworks networks = networks(recipe, Precision.FP32);
        DenseTraining training = training(recipe, networks)) {
      StateFiles.restore(training, folder, 3);
      while (!training.isDone()) {
        training.next();
      }
      assertThat(said(training)).isEqualTo(straight);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theBestStaysWhatItWas(boolean frozen) throws Exception {
    ClassRecipe recipe = recipe(SegmentationConfig.Kind.LINEAR, frozen, 4);
    float[] image = image(0.5).values();
    try (DenseNetworks networks = networks(recipe, Precision.FP32);
        DenseTraining training = training(recipe, networks)) {
      training.next();
      training.validated(0.5);
      float[] best = training.predict(image, SIDE, SIDE);
      training.next();
      training.validated(0.6);
      assertThat(training.predictBest(image, SIDE, SIDE)).isEqualTo(best);
      assertThat(training.predict(image, SIDE, SIDE)).isNotEqualTo(best);
    }
  }

  /** A model's classes, and how likely they are, are those of the training. */
  @ParameterizedTest
  @ValueSource(strings = {"LINEAR", "DPT"})
  void whatIsExportedSaysTheSame(SegmentationConfig.Kind kind) throws Exception {
    ClassRecipe recipe = recipe(kind, false, 5);
    Path model = folder.resolve("model");
    float[] logits;
    try (DenseNetworks networks = networks(recipe, Precision.FP32);
        DenseTraining training = training(recipe, networks)) {
      while (!training.isDone()) {
        training.next();
      }
      logits = said(training);
      TrainedNetwork.of(networks, recipe.headOn(64, 4, CLASSES), false, 0.5, "none")
          .export(model, StorageType.F32);
    }
    Models models = new Models(folder.resolve("store"));
    assertThat(models.classes(model.toString()).orElseThrow().classes()).isEqualTo(CLASSES);
    assertThat(models.heights(model.toString())).isEmpty();
    assertThat(models.classes(BACKBONE)).isEmpty();
    try (ClassNetwork network =
        models.openClasses(model.toString(), Precision.FP32, ComputeDevice.CPU)) {
      assertThat(network.info().groundSampleDistance()).isEqualTo(0.5);
      float[] shares = network.predict(normalised(network), SIDE, SIDE);
      int pixels = SIDE * SIDE;
      for (int i = 0; i < pixels; i += 7) {
        double sum = 0;
        for (int c = 0; c < CLASSES.size(); c++) {
          sum += Math.exp(logits[c * pixels + i]);
        }
        for (int c = 0; c < CLASSES.size(); c++) {
          assertThat((double) shares[c * pixels + i])
              .isCloseTo(Math.exp(logits[c * pixels + i]) / sum, within(1e-4));
        }
      }
    }
    assertThatThrownBy(() -> models.openClasses(BACKBONE, Precision.FP32, ComputeDevice.CPU))
        .hasMessageContaining("without a head for classes");
    Path config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"classes\"", "\"kinds\""));
    assertThatThrownBy(() -> models.classes(model.toString()))
        .hasMessageContaining("config.json makes no head for classes");
  }

  private static float[] normalised(ClassNetwork network) {
    float[] mean = network.info().normalisation().mean();
    float[] deviation = network.info().normalisation().standardDeviation();
    float[] image = image(0.5).values();
    for (int i = 0; i < image.length; i++) {
      int band = i / (SIDE * SIDE);
      image[i] = (image[i] - mean[band]) / deviation[band];
    }
    return image;
  }

  @Test
  void refusesRecipesThatCannotWork() {
    assertRefused("head.layers=5", "a DPT head looks at 4, a linear head at 1 to 4");
    assertRefused("head.kind=fpn", "head.kind");
    assertRefused("head.dropout=1", "head.dropout");
    assertRefused("losses={crossEntropy: 0, focal: 0, focus: 2, dice: 0, rareness: 0}", "above 0");
    assertRefused("losses.focus=-1", "losses.focus");
    assertRefused("sampling.balance=2", "between 0 and 1");
    assertRefused("crop=100", "96 would do");
    assertRefused("head.levels=[8]", "a linear head []");
    assertThatThrownBy(() -> ClassRecipeReader.read("vitt-classes", List.of("head.levels=[8, 8]")))
        .hasMessageContaining("four of each");
  }

  private static void assertRefused(String override, String why) {
    assertThatThrownBy(() -> ClassRecipeReader.read("demo-classes", List.of(override)))
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vitt-classes", "linear-classes", "demo-classes"})
  void bundledRecipesWork(String name) throws Exception {
    ClassRecipe recipe = ClassRecipeReader.read(name, List.of());
    assertThat(recipe.lossWeights(0)).isNotEmpty();
    assertThat(recipe.terms(new double[] {1, 2}).keySet())
        .containsAll(recipe.lossWeights(0).keySet());
  }

  private static ClassRecipe recipe(
      SegmentationConfig.Kind kind, boolean frozen, int iterations, String... more)
      throws Exception {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "iterations=" + iterations,
                kind == SegmentationConfig.Kind.LINEAR ? LINEAR : DPT,
                "crop=" + SIDE,
                "backbone.frozen=" + frozen,
                "steps={learningRate: 1.0e-2, last: 1.0e-3, warmup: 1, weightDecay: 0, beta1: 0.9,"
                    + " beta2: 0.99, clipNorm: 1, momentum: 0.8}",
                "changes={groundSampleDistance: 1, brightness: 0, contrast: 0, saturation: 0, hue:"
                    + " 0}"));
    overrides.addAll(List.of(more));
    return ClassRecipeReader.read("demo-classes", overrides);
  }

  private DenseNetworks networks(ClassRecipe recipe, Precision precision) throws Exception {
    return new DenseNetworks(
        recipe,
        new Models(folder.resolve("store")),
        BACKBONE,
        () -> recipe.headOn(64, 4, CLASSES).head(precision, recipe.head().dropout()),
        precision);
  }

  private static DenseTraining training(ClassRecipe recipe, DenseNetworks networks) {
    return new DenseTraining(
        recipe, recipe.terms(new double[] {2, 1, 0}), ClassTrainingTest::example, networks);
  }

  /** Bright from some column on. */
  private static DenseSource.Example example(int side, RandomGenerator random) {
    double edge = random.nextDouble();
    float[] truth = new float[side * side];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = random.nextInt(9) == 0 ? Float.NaN : i % side < edge * side ? 0 : 1;
    }
    return new DenseSource.Example(image(edge), truth);
  }

  private static Image image(double edge) {
    float[] values = new float[3 * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % SIDE < edge * SIDE ? 0.2f : 0.8f;
    }
    return new Image(values, 3, SIDE, SIDE);
  }

  /** Share of pixels whose class is right. */
  private static double right(DenseTraining training) {
    float[] said = said(training);
    int pixels = SIDE * SIDE;
    int right = 0;
    for (int i = 0; i < pixels; i++) {
      int best = 0;
      for (int c = 1; c < CLASSES.size(); c++) {
        if (said[c * pixels + i] > said[best * pixels + i]) {
          best = c;
        }
      }
      right += best == (i % SIDE < SIDE / 2 ? 0 : 1) ? 1 : 0;
    }
    return (double) right / pixels;
  }

  private static float[] said(DenseTraining training) {
    return training.predict(image(0.5).values(), SIDE, SIDE);
  }
}
