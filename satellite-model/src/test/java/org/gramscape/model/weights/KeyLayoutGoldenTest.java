package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gramscape.model.Architecture;
import org.gramscape.model.Golden;
import org.gramscape.model.Precision;
import org.gramscape.model.convnext.ConvNext;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meta's and Hugging Face's layouts of one network, proven equal by the reference's own run. */
class KeyLayoutGoldenTest {
  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** The recorded map says what we save and under which name, no more and no less. */
  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp", "vit_swiglu", "vit_sat7b", "vit_satL", "convnext"})
  void savedNamesAreTheRecordedOnes(String variant) throws Exception {
    Path saved = saveAsHuggingFace(variant);
    Set<String> expected = new TreeSet<>();
    JsonNode map = new ObjectMapper().readTree(Golden.path(variant + ".meta2hf.json").toFile());
    for (JsonNode key : map) {
      if (!key.isNull()) {
        expected.add(key.asText());
      }
    }
    try (SafetensorsFile file = SafetensorsFile.open(saved)) {
      assertThat(new TreeSet<>(file.tensors().keySet())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp", "vit_swiglu", "vit_sat7b", "vit_satL"})
  void huggingFaceFilesGiveTheReferencesNumbers(String variant) throws Exception {
    checkHuggingFace(variant, saveAsHuggingFace(variant));
  }

  @Test
  void theReferencesOwnHuggingFaceFile() throws Exception {
    checkHuggingFace("vit_sat7b", Golden.path("vit_sat7b.hf.safetensors"));
  }

  @Test
  void newerFilesNestTheEncoderUnderModel() throws Exception {
    Path nested = folder.resolve("nested.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(saveAsHuggingFace("vit_mlp"))) {
      Map<String, StoredTensor> renamed = new LinkedHashMap<>();
      file.tensors().forEach((n, t) -> renamed.put(n.startsWith("layer.") ? "model." + n : n, t));
      SafetensorsWriter.write(nested, renamed, Map.of());
    }
    checkHuggingFace("vit_mlp", nested);
  }

  @Test
  void convNextSurvivesTheWayToHuggingFaceAndBack() throws Exception {
    Path saved = saveAsHuggingFace("convnext");
    try (SafetensorsFile file = SafetensorsFile.open(saved);
        Golden meta = new Golden("convnext.weights")) {
      StateDict dict = StateDict.of(file);
      ConvNext network =
          new ConvNext(((Architecture.ConvNext) Architecture.ofShapes(dict)).config());
      dict.load(network, manager);
      for (String name : network.namedParameters().keySet()) {
        meta.check(name, network.namedParameters().get(name).getArray(), 0);
      }
    }
  }

  private Path saveAsHuggingFace(String variant) throws Exception {
    Path saved = folder.resolve(variant + ".safetensors");
    try (Golden file = new Golden(variant + ".weights")) {
      StateDict.of(file.file())
          .saveHuggingFace(saved, StorageType.F32, false, Map.of("format", "pt"));
    }
    return saved;
  }

  private void checkHuggingFace(String variant, Path weights) throws Exception {
    String config;
    try (Golden file = new Golden("vit_sat7b.hf")) {
      config = file.file().metadata().get("config");
    }
    JsonNode json = new ObjectMapper().readTree(config);
    try (SafetensorsFile file = SafetensorsFile.open(weights);
        Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden(variant + ".hf_io")) {
      StateDict dict = StateDict.of(file);
      if (!variant.equals("vit_sat7b")) {
        json = configOf(variant, json);
      }
      ((com.fasterxml.jackson.databind.node.ObjectNode) json).put("model_type", "dinov3_vit");
      Architecture.Vit vit = (Architecture.Vit) Architecture.ofHuggingFace(json, dict);
      VisionTransformer network = new VisionTransformer(vit.config());
      dict.load(network, manager.newSubManager());
      try (FusedBlocks blocks = new FusedBlocks(network, Precision.FP32)) {
        for (String t : List.of("a", "b", "c")) {
          NDArray x = inputs.get(t + ".x", manager);
          VitFeatures features = network.forwardFeatures(x, null, blocks);
          io.check(t + ".last_hidden_state", all(features));
          io.check(t + ".pooler_output", features.classToken());
        }
        NDArray mask = inputs.mask("a.mask", manager);
        VitFeatures masked = network.forwardFeatures(inputs.get("a.x", manager), mask, blocks);
        io.check("a.masked.last_hidden_state", all(masked));
      }
    }
  }

  /** What Hugging Face's config.json would be for a tiny variant. */
  private static JsonNode configOf(String variant, JsonNode base) {
    com.fasterxml.jackson.databind.node.ObjectNode json = base.deepCopy();
    boolean swiglu = variant.equals("vit_swiglu");
    return json.put("num_hidden_layers", variant.equals("vit_mlp") ? 4 : 2)
        .put("num_attention_heads", 4)
        .put("intermediate_size", 256)
        .put("use_gated_mlp", swiglu)
        .put("query_bias", true)
        .put("value_bias", true);
  }

  private static NDArray all(VitFeatures features) {
    return features
        .classToken()
        .expandDims(1)
        .concat(features.registerTokens(), 1)
        .concat(features.patchTokens(), 1);
  }

  /** Both layouts give the network the same values. */
  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp", "vit_swiglu", "vit_sat7b", "vit_satL", "vit_untied_patch"})
  void savingAndLoadingKeepsEveryValue(String variant) throws Exception {
    Path saved = folder.resolve("canonical.safetensors");
    NamedBlock network;
    try (Golden file = new Golden(variant + ".weights")) {
      network = load(file.file());
    }
    StateDict.of(network).save(saved, Map.of("note", "kept"));
    try (SafetensorsFile file = SafetensorsFile.open(saved);
        Golden original = new Golden(variant + ".weights")) {
      assertThat(file.metadata()).containsEntry("note", "kept");
      for (String name : file.tensors().keySet()) {
        original.check(name, file.tensors().get(name).read(manager), 0);
      }
    }
  }

  private NamedBlock load(SafetensorsFile file) throws Exception {
    StateDict dict = StateDict.of(file);
    Architecture.Vit vit = (Architecture.Vit) Architecture.ofShapes(dict);
    VisionTransformer network = new VisionTransformer(vit.config());
    dict.load(network, manager);
    return network;
  }
}
