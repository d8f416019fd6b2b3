package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gramscape.model.dpt.DepthBins;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.weights.SafetensorsWriter;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StorageType;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsFile;
import org.gramscape.model.weights.WeightsMismatchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heights from the reference's small network, in the files of both of its publishers. */
class HeightNetworkTest {
  private static final DepthConfig SMALL =
      new DepthConfig(
          new DptConfig(
              List.of(0, 1, 2, 3),
              64,
              true,
              false,
              List.of(12, 16, 24, 32),
              16,
              true,
              false,
              8,
              24),
          new DepthBins(24, 0.001, 12, DepthBins.Spacing.MIXLOG, DepthBins.Weighting.RELU, 8));

  @TempDir private Path folder;
  private Models models;

  @BeforeEach
  void store() {
    models = new Models(folder.resolve("store"));
  }

  @Test
  void metasHeadOnItsBackboneSaysTheReferencesHeights() throws Exception {
    Path head = head("head.safetensors");
    try (HeightNetwork network =
        models.openHeights(
            backbone().toString(), Optional.of(head), Precision.FP32, ComputeDevice.CPU)) {
      assertThat(network.head()).isEqualTo(SMALL);
      assertThat(network.info().normalisation()).isEqualTo(ImageNormalisation.CHMV2);
      check(network);
    }
  }

  @Test
  void huggingFacesFolderSaysTheReferencesHeights() throws Exception {
    Path whole = whole();
    assertThat(models.heights(whole.toString())).contains(SMALL);
    try (HeightNetwork network =
        models.openHeights(whole.toString(), Optional.empty(), Precision.FP32, ComputeDevice.CPU)) {
      assertThat(network.head()).isEqualTo(SMALL);
      check(network);
    }
    try (FeatureExtractor features = models.open(whole.toString())) {
      assertThat(features.info().channels()).isEqualTo(64);
    }
  }

  @Test
  void comesIntoTheStoreWithItsHead() throws Exception {
    models.importWeights(whole(), "heights", Optional.empty());
    assertThat(models.heights("heights")).contains(SMALL);
    try (HeightNetwork network =
        models.openHeights("heights", Optional.empty(), Precision.FP32, ComputeDevice.CPU)) {
      check(network);
    }
  }

  @Test
  void normalisesAsItsProcessorSays() throws Exception {
    Path whole = whole();
    String model = whole.toString();
    assertThat(models.info(model).normalisation()).isEqualTo(ImageNormalisation.CHMV2);
    Files.writeString(
        whole.resolve("preprocessor_config.json"),
        "{\"image_mean\": [0.1, 0.2, 0.3], \"image_std\": [0.4, 0.5, 0.6]}");
    assertThat(models.info(model).normalisation().mean()).containsExactly(0.1f, 0.2f, 0.3f);
    Files.writeString(whole.resolve("preprocessor_config.json"), "{\"image_mean\": [0.1]}");
    assertThatThrownBy(() -> models.info(model)).hasMessageContaining("image_std");
  }

  @Test
  void bfloat16IsNear() throws Exception {
    try (HeightNetwork exact =
            models.openHeights(
                whole().toString(), Optional.empty(), Precision.FP32, ComputeDevice.CPU);
        HeightNetwork near =
            models.openHeights(
                whole().toString(), Optional.empty(), Precision.BF16, ComputeDevice.CPU)) {
      float[] image = new float[3 * 32 * 32];
      float[] one = exact.predict(image, 32, 32);
      float[] other = near.predict(image, 32, 32);
      for (int i = 0; i < one.length; i++) {
        assertThat(other[i]).isCloseTo(one[i], within(2f));
      }
    }
  }

  /** Threads share the weights, whatever each is just doing with them. */
  @Test
  void severalThreadsGetWhatOneGets() throws Exception {
    try (HeightNetwork network =
        models.openHeights(
            whole().toString(), Optional.empty(), Precision.FP32, ComputeDevice.CPU)) {
      float[] image = new float[3 * 32 * 32];
      float[] alone = network.predict(image, 32, 32);
      IntStream.range(0, 200)
          .parallel()
          .forEach(i -> assertThat(network.predict(image, 32, 32)).isEqualTo(alone));
    }
  }

  @Test
  void refusesAnotherBackbone() throws Exception {
    Path head = head("head.safetensors");
    Path other = Golden.path("vit_swiglu.weights.safetensors");
    assertThatThrownBy(
            () ->
                models.openHeights(
                    other.toString(), Optional.of(head), Precision.FP32, ComputeDevice.CPU))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("64 channels and 4 blocks")
        .hasMessageContaining("2 layers");
  }

  @Test
  void namesWhatAHeadLacks() throws Exception {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Golden golden = new Golden("dpt_chmv2")) {
      tensors.putAll(tensors(golden));
      tensors.remove("fusion_blocks.2.project.conv.bias");
      Path head = folder.resolve("poor.safetensors");
      SafetensorsWriter.write(head, tensors, Map.of());
      assertThatThrownBy(
              () ->
                  models.openHeights(
                      backbone().toString(), Optional.of(head), Precision.FP32, ComputeDevice.CPU))
          .isInstanceOf(WeightsMismatchException.class)
          .hasMessageContaining("fusion_blocks.2.project.conv.bias");
    }
  }

  @Test
  void refusesWhatHasNoHead() {
    String backbone = backbone().toString();
    assertThatThrownBy(
            () -> models.openHeights(backbone, Optional.empty(), Precision.FP32, ComputeDevice.CPU))
        .hasMessageContaining("--head");
    assertThatThrownBy(
            () ->
                models.openHeights(
                    backbone, Optional.of(backbone()), Precision.FP32, ComputeDevice.CPU))
        .hasMessageContaining("reassemble_blocks");
  }

  @Test
  void refusesSidesThatAreNotPixelAligned() throws Exception {
    try (HeightNetwork network =
        models.openHeights(
            whole().toString(), Optional.empty(), Precision.FP32, ComputeDevice.CPU)) {
      assertThatThrownBy(() -> network.predict(new float[3 * 48 * 64], 48, 64))
          .hasMessageContaining("multiples of 32");
    }
  }

  private static void check(HeightNetwork network) throws IOException {
    try (Golden golden = new Golden("dpt_chmv2");
        NDManager manager = Torch.newManager()) {
      NDArray first = golden.get("a.x", manager).get(new NDIndex("0"));
      float[] heights = network.predict(first.toFloatArray(), 64, 32);
      float[] expected = golden.get("a.depth", manager).get(new NDIndex("0")).toFloatArray();
      assertThat(heights).hasSize(2 * expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat(heights[i]).isCloseTo(expected[i], within(2e-3f));
      }
    }
  }

  private static Path backbone() {
    return Golden.path("vit_mlp.weights.safetensors");
  }

  private Path head(String name) throws IOException {
    try (Golden golden = new Golden("dpt_chmv2")) {
      Path head = folder.resolve(name);
      SafetensorsWriter.write(head, tensors(golden), Map.of());
      return head;
    }
  }

  private static Map<String, StoredTensor> tensors(Golden golden) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    golden
        .file()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("w.")) {
                tensors.put(name.substring(2), tensor);
              }
            });
    return tensors;
  }

  /** As Hugging Face's converter would write it. */
  private Path whole() throws IOException {
    Path whole = Files.createDirectories(folder.resolve("whole"));
    try (WeightsFile backbone = WeightsFile.open(backbone());
        WeightsFile head = WeightsFile.open(head("alone.safetensors"))) {
      StateDict.of(backbone)
          .saveHuggingFace(
              whole.resolve("model.safetensors"),
              StateDict.ofHead(head).orElseThrow(),
              StorageType.F32,
              false,
              Map.of("format", "pt"));
    }
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = json.createObjectNode();
    config
        .putObject("backbone_config")
        .put("model_type", "dinov3_vit")
        .put("hidden_size", 64)
        .put("num_hidden_layers", 4)
        .put("num_attention_heads", 4)
        .put("intermediate_size", 256)
        .put("num_register_tokens", 4)
        .put("patch_size", 16)
        .put("layer_norm_eps", 1e-5)
        .put("rope_theta", 100);
    SMALL.addTo(config);
    json.writeValue(whole.resolve("config.json").toFile(), config);
    return whole;
  }
}
