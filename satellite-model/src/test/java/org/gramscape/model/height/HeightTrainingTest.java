package org.gramscape.model.height;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Golden;
import org.gramscape.model.HeightNetwork;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import org.gramscape.model.TrainedNetwork;
import org.gramscape.model.dense.DenseNetworks;
import org.gramscape.model.dense.DenseSource;
import org.gramscape.model.dense.DenseTraining;
import org.gramscape.model.dense.StateFiles;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.recipe.HeightRecipeReader;
import org.gramscape.model.weights.StorageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps of a very small network on images whose brightness is their height. */
class HeightTrainingTest {
  private static final int SIDE = 32;
  private static final int WIDTH = 64;
  private static final int DEPTH = 4;
  private static final float METRES = 20;
  private static final String BACKBONE = Golden.path("vit_mlp.weights.safetensors").toString();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"true, FP32", "false, FP32", "true, BF16", "false, BF16"})
  void learnsHeights(boolean frozen, Precision precision) throws Exception {
    HeightRecipe recipe = recipe(frozen, 30);
    try (DenseNetworks networks = networks(recipe, precision);
        DenseTraining training = training(recipe, networks)) {
      double before = error(training);
      while (!training.isDone()) {
        training.next();
      }
      assertThat(error(training)).isLessThan(before / 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, FP32", "false, FP32", "false, BF16"})
  void goesOnToTheSameNumbers(boolean frozen, Precision precision) throws Exception {
    HeightRecipe recipe = recipe(frozen, 6);
    float[] straight;
    try (DenseNetworks networks = networks(recipe, precision);
        DenseTraining training = training(recipe, networks)) {
      for (int i = 0; i < 3; i++) {
        training.next();
      }
      training.validated(2);
      StateFiles.save(training.state(), folder);
      while (!training.isDone()) {
        training.next();
      }
      straight = heights(training);
    }
    try (DenseNetworks networks = networks(recipe, precision);
        DenseTraining training = training(recipe, networks)) {
      StateFiles.restore(training, folder, 3);
      assertThat(training.iteration()).isEqualTo(3);
      assertThat(training.bestAt()).isEqualTo(3);
      while (!training.isDone()) {
        training.next();
      }
      assertThat(heights(training)).isEqualTo(straight);
    }
  }

  @Test
  void aFrozenBackboneStaysAsItCame() throws Exception {
    assertThat(featuresAfterTraining(true)).isEqualTo(features(Path.of(BACKBONE)));
    assertThat(featuresAfterTraining(false)).isNotEqualTo(features(Path.of(BACKBONE)));
  }

  private float[] featuresAfterTraining(boolean frozen) throws Exception {
    HeightRecipe recipe = recipe(frozen, 3);
    Path model = folder.resolve("frozen-" + frozen);
    try (DenseNetworks networks = networks(recipe);
        DenseTraining training = training(recipe, networks)) {
      while (!training.isDone()) {
        training.next();
      }
      trained(recipe, networks, false).export(model, StorageType.F32);
    }
    return features(model);
  }

  private float[] features(Path model) throws Exception {
    try (FeatureExtractor features = new Models(folder.resolve("store")).open(model.toString())) {
      return features.extract(new float[3 * SIDE * SIDE], SIDE, SIDE, Layers.LAST).values();
    }
  }

  /** What is exported says what the running mean said when it was best, not at the end. */
  @Test
  void keepsTheBest() throws Exception {
    HeightRecipe recipe = recipe(false, 20);
    Path model = folder.resolve("model");
    try (DenseNetworks networks = networks(recipe);
        DenseTraining training = training(recipe, networks)) {
      training.next();
      training.next();
      training.validated(1);
      float[] best = heights(training);
      for (int look = 0; look < recipe.validation().patience(); look++) {
        assertThat(training.isDone()).isFalse();
        training.next();
        training.validated(1.5);
      }
      assertThat(training.isStale()).isTrue();
      assertThat(training.isDone()).isTrue();
      assertThat(training.bestAt()).isEqualTo(2);
      assertThat(heights(training)).isNotEqualTo(best);
      trained(recipe, networks, true).export(model, StorageType.F32);
      Models models = new Models(folder.resolve("store"));
      try (HeightNetwork network =
          models.openHeights(
              model.toString(), Optional.empty(), Precision.FP32, ComputeDevice.CPU)) {
        assertThat(network.info().groundSampleDistance()).isEqualTo(0.6);
        assertThat(network.info().normalisation()).isEqualTo(networks.normalisation());
        float[] mean = network.info().normalisation().mean();
        float[] deviation = network.info().normalisation().standardDeviation();
        float[] image = image(0.4f).values();
        for (int i = 0; i < image.length; i++) {
          int band = i / (SIDE * SIDE);
          image[i] = (image[i] - mean[band]) / deviation[band];
        }
        float[] said = network.predict(image, SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
          assertThat(said[i]).isCloseTo(best[i], within(1e-3f));
        }
      }
    }
  }

  /** Errors of metres take over from those of logarithms; gradients come in between. */
  @Test
  void lossesFollowEachOther() throws Exception {
    HeightRecipe recipe =
        HeightRecipeReader.read(
            "demo-heights",
            List.of(
                "iterations=100",
                "losses={siLogUntil: 40, epsilon: 0.5, gradientWeight: 0.1, gradientFrom: 20,"
                    + " gradientUntil: 60}"));
    assertThat(recipe.lossWeights(0).get("siLog")).isEqualTo(1);
    assertThat(recipe.lossWeights(0).get("charbonnier")).isZero();
    assertThat(recipe.lossWeights(20).get("charbonnier")).isCloseTo(0.5, within(1e-9));
    assertThat(recipe.lossWeights(20).get("gradient")).isZero();
    assertThat(recipe.lossWeights(40).get("gradient")).isCloseTo(0.05, within(1e-9));
    assertThat(recipe.lossWeights(99).get("siLog")).isZero();
    assertThat(recipe.lossWeights(99).get("gradient")).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void refusesRecipesThatCannotWork() {
    assertThatThrownBy(() -> HeightRecipeReader.read("demo-heights", List.of("crop=100")))
        .hasMessageContaining("multiple of 32")
        .hasMessageContaining("96");
    assertThatThrownBy(() -> HeightRecipeReader.read("demo-heights", List.of("head.levels=[8]")))
        .hasMessageContaining("four of each");
    assertThatThrownBy(() -> HeightRecipeReader.read("demo-heights", List.of("steps.speed=1")))
        .hasMessageContaining("steps.speed")
        .hasMessageContaining("learningRate");
    assertThatThrownBy(() -> HeightRecipeReader.read("nothing", List.of()))
        .hasMessageContaining("vitt-heights");
  }

  private static HeightRecipe recipe(boolean frozen, int iterations) throws Exception {
    return HeightRecipeReader.read(
        "demo-heights",
        List.of(
            "iterations=" + iterations,
            "crop=" + SIDE,
            "backbone.frozen=" + frozen,
            "steps.momentum=0.8",
            "losses.siLogUntil=10",
            "steps.warmup=1",
            "changes={groundSampleDistance: 1, brightness: 0, contrast: 0, saturation: 0, hue:"
                + " 0}"));
  }

  private DenseNetworks networks(HeightRecipe recipe) throws Exception {
    return networks(recipe, Precision.FP32);
  }

  private DenseNetworks networks(HeightRecipe recipe, Precision precision) throws Exception {
    return new DenseNetworks(
        recipe,
        new Models(folder.resolve("store")),
        BACKBONE,
        () -> recipe.headOn(WIDTH, DEPTH).head(precision),
        precision);
  }

  private static TrainedNetwork trained(
      HeightRecipe recipe, DenseNetworks networks, boolean isBest) {
    return TrainedNetwork.of(networks, recipe.headOn(WIDTH, DEPTH), isBest, 0.6, "none");
  }

  private static DenseTraining training(HeightRecipe recipe, DenseNetworks networks) {
    return new DenseTraining(recipe, recipe.terms(), HeightTrainingTest::example, networks);
  }

  private static DenseSource.Example example(int side, RandomGenerator random) {
    float brightness = random.nextFloat();
    float[] heights = new float[side * side];
    Arrays.fill(heights, METRES * brightness);
    heights[random.nextInt(heights.length)] = Float.NaN;
    return new DenseSource.Example(image(brightness), heights);
  }

  private static Image image(float brightness) {
    float[] values = new float[3 * SIDE * SIDE];
    Arrays.fill(values, brightness);
    return new Image(values, 3, SIDE, SIDE);
  }

  private static double error(DenseTraining training) {
    double sum = 0;
    for (float brightness = 0.1f; brightness < 1; brightness += 0.2f) {
      for (float height : training.predict(image(brightness).values(), SIDE, SIDE)) {
        sum += Math.abs(height - METRES * brightness);
      }
    }
    return sum;
  }

  private static float[] heights(DenseTraining training) {
    return training.predict(image(0.4f).values(), SIDE, SIDE);
  }
}
