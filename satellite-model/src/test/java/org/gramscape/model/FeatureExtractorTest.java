package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gramscape.model.convnext.ConvNext;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.gramscape.model.weights.StateDict;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureExtractorTest {
  private static final VitConfig SMALL = VitConfig.mlp(384, 3, 6);
  private static final Path STATUS = Path.of("/proc/self/status");

  private static float[] image(int height, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] image = new float[3 * height * width];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return image;
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void threadsDoNotChangeABit(Precision precision) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (FeatureExtractor model =
        new Models(Path.of("none")).open(Models.standard(), precision, ComputeDevice.CPU)) {
      List<float[]> alone = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        alone.add(features(model, i));
      }
      // Values that only Java held would be gone by now.
      System.gc();
      List<Future<float[]>> together = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int seed = i;
        together.add(threads.submit(() -> features(model, seed)));
      }
      for (int i = 0; i < 12; i++) {
        assertThat(together.get(i).get()).containsExactly(alone.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static float[] features(FeatureExtractor model, int seed) {
    int height = 64 + 16 * (seed % 3);
    return model.extract(image(height, 160, seed), height, 160, Layers.LAST).values();
  }

  @Test
  void nativeMemoryIsGivenBack() throws Exception {
    NDManager manager = Torch.newManager();
    VisionTransformer network = new VisionTransformer(SMALL);
    RandomWeights.fill(network, manager);
    ModelInfo info;
    try (FeatureExtractor same = RandomModel.open(SMALL, Precision.FP32)) {
      info = same.info();
    }
    float[] image = image(192, 192, 1);
    try (FeatureExtractor model =
        new VitFeatureExtractor(
            info, network, new FusedBlocks(network, Precision.FP32), manager, ComputeDevice.CPU)) {
      int arrays = manager.getManagedArrays().size();
      for (int i = 0; i < 40; i++) {
        model.extract(image, 192, 192, Layers.LAST);
      }
      System.gc();
      long before = resident();
      for (int i = 0; i < 400; i++) {
        model.extract(image, 192, 192, Layers.of(i % 3));
      }
      assertThat(manager.getManagedArrays().size()).isEqualTo(arrays);
      Assumptions.assumeTrue(Files.exists(STATUS), "resident memory is known on Linux only");
      // Ten arrays of tokens left behind by each call would be 900 MB; the Java heap grows too.
      System.gc();
      assertThat(resident() - before).isLessThan(400L << 20);
    }
  }

  @Test
  void everyNetworkLeavesItsManagerAsItWas() throws Exception {
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer vit = new VisionTransformer(VitConfig.mlp(64, 2, 4));
      RandomWeights.fill(vit, manager);
      ConvNext convNext = convNext(manager);
      int arrays = manager.getManagedArrays().size();
      try (NDManager call = manager.newSubManager()) {
        NDArray x = call.create(image(64, 64, 1), new Shape(1, 3, 64, 64));
        NDArray mask = call.zeros(new Shape(1, 16), DataType.BOOLEAN);
        ParameterStore store = new ParameterStore(call, false);
        vit.forwardFeatures(x, mask, vit.plainBlocks(store, false));
        vit.forwardFeatures(
            store,
            List.of(x),
            Collections.singletonList(null),
            vit.plainBranches(store, true),
            0.5,
            new Random(1));
        convNext.intermediateLayers(x, 4, 16, true);
      }
      assertThat(manager.getManagedArrays().size()).isEqualTo(arrays);
    }
  }

  private static ConvNext convNext(NDManager manager) throws Exception {
    try (Golden file = new Golden("convnext.weights")) {
      StateDict weights = StateDict.of(file.file());
      Architecture.ConvNext found = (Architecture.ConvNext) Architecture.ofShapes(weights);
      ConvNext network = new ConvNext(found.config());
      weights.load(network, manager);
      return network;
    }
  }

  private static long resident() throws Exception {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void randomWeightsTellColoursAndTexturesApart() {
    try (FeatureExtractor model = RandomModel.open(SMALL, Precision.FP32)) {
      int side = 64;
      float[] image = new float[3 * side * side];
      SplittableRandom random = new SplittableRandom(5);
      for (int i = 0; i < image.length; i++) {
        int row = i / side % side;
        int column = i % side;
        boolean right = column >= side / 2;
        boolean low = row >= side / 2;
        // Above: two colours. Below: the left one again, smooth and rough.
        float colour = right && !low ? (i < side * side ? 1f : -0.5f) : 0.2f;
        image[i] = colour + (right && low ? (float) (random.nextDouble() - 0.5) * 2 : 0);
      }
      FeatureMap map = model.extract(image, side, side, Layers.LAST);
      double sameGround = cosine(map, 0, 0, 1, 1);
      assertThat(sameGround).isGreaterThan(0.99);
      assertThat(cosine(map, 0, 0, 0, 3)).isLessThan(0.9);
      assertThat(cosine(map, 3, 0, 3, 3)).isLessThan(0.9);
    }
  }

  private static double cosine(FeatureMap map, int row1, int column1, int row2, int column2) {
    int a = (row1 * map.width() + column1) * map.channels();
    int b = (row2 * map.width() + column2) * map.channels();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int c = 0; c < map.channels(); c++) {
      ab += map.values()[a + c] * map.values()[b + c];
      aa += map.values()[a + c] * map.values()[a + c];
      bb += map.values()[b + c] * map.values()[b + c];
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void imagesThatDoNotFitAreRefused() throws Exception {
    try (FeatureExtractor model = new Models(Path.of("none")).open(Models.standard())) {
      float[] image = image(64, 64, 1);
      assertThatThrownBy(() -> model.extract(image, 64, 60, Layers.LAST))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("multiples of 16");
      assertThatThrownBy(() -> model.extract(image, 64, 80, Layers.LAST))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 x 64 x 80");
      for (int layer : new int[] {12, -13}) {
        assertThatThrownBy(() -> model.extract(image, 64, 64, Layers.of(layer)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("0 to 11");
      }
    }
  }
}
