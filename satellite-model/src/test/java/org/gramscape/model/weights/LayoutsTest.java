package org.gramscape.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden networks in timm's layout, and cut into several files. */
class LayoutsTest {
  /** Written from timm's model definitions: a pattern of Meta's names and what becomes of it. */
  private static final String[][] TIMM = {
    {"storage_tokens", "reg_token"},
    {"(blocks\\.\\d+\\.)ls1\\.gamma", "$1gamma_1"},
    {"(blocks\\.\\d+\\.)ls2\\.gamma", "$1gamma_2"},
    {"(blocks\\.\\d+\\.mlp\\.)w1\\.(.*)", "$1fc1_g.$2"},
    {"(blocks\\.\\d+\\.mlp\\.)w2\\.(.*)", "$1fc1_x.$2"},
    {"(blocks\\.\\d+\\.mlp\\.)w3\\.(.*)", "$1fc2.$2"},
    {"downsample_layers\\.0\\.(\\d)\\.(.*)", "stem.$1.$2"},
    {"downsample_layers\\.([123])\\.(\\d)\\.(.*)", "stages.$1.downsample.$2.$3"},
    {"stages\\.(\\d)\\.(\\d+)\\.dwconv\\.(.*)", "stages.$1.blocks.$2.conv_dw.$3"},
    {"stages\\.(\\d)\\.(\\d+)\\.pwconv(\\d)\\.(.*)", "stages.$1.blocks.$2.mlp.fc$3.$4"},
    {"stages\\.(\\d)\\.(\\d+)\\.(norm\\..*|gamma)", "stages.$1.blocks.$2.$3"},
  };

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

  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp", "vit_swiglu", "vit_sat7b", "vit_satL", "convnext"})
  void timmsFilesGiveTheSameTensors(String variant) throws Exception {
    try (Golden meta = new Golden(variant + ".weights")) {
      Path file = folder.resolve("timm.safetensors");
      SafetensorsWriter.write(file, timm(meta.file().tensors(), variant), Map.of());
      try (WeightsFile timm = WeightsFile.open(file)) {
        StateDict dict = StateDict.of(timm);
        assertThat(dict.layout()).isEqualTo(KeyLayout.TIMM);
        for (String name : meta.file().tensors().keySet()) {
          if (isKept(name)) {
            assertThat(dict.shape(name)).as(name).isNotNull();
          }
        }
        for (String name : dict.names()) {
          NDArray found = dict.tensor(name).read(manager);
          if (name.equals("mask_token")) {
            assertThat(found.abs().sum().getFloat()).isZero();
          } else if (name.endsWith("qkv.bias")) {
            NDArray expected = meta.get(name, manager);
            NDArray mask = meta.get(name + "_mask", manager);
            NDArray difference = found.sub(expected.mul(mask)); // -0 and 0 are the same bias
            assertThat(difference.abs().max().getFloat()).as(name).isZero();
          } else {
            meta.check(name, found, 0);
          }
        }
      }
    }
  }

  /** What timm has no place for: it computes the periods and needs no mask token. */
  private static boolean isKept(String name) {
    return !name.startsWith("rope_embed")
        && !name.endsWith("bias_mask")
        && !name.startsWith("local_cls_norm")
        && !name.startsWith("norms.3");
  }

  private static Map<String, StoredTensor> timm(Map<String, StoredTensor> meta, String variant) {
    Map<String, StoredTensor> renamed = new LinkedHashMap<>();
    meta.forEach(
        (name, tensor) -> {
          if (!isKept(name) || name.equals("mask_token")) {
            return;
          }
          if (name.endsWith(".qkv.bias")) {
            long width = tensor.shape().get(0) / 3;
            String block = name.replace("qkv.bias", "");
            renamed.put(block + "q_bias", ((FileTensor) tensor).rows(0, width));
            renamed.put(block + "v_bias", ((FileTensor) tensor).rows(2 * width, width));
            return;
          }
          String other = name;
          for (String[] rule : TIMM) {
            other = other.replaceFirst("^" + rule[0] + "$", rule[1]);
          }
          if (variant.equals("convnext") && name.startsWith("norm.")) {
            other = "head." + name;
          }
          renamed.put(other, tensor);
        });
    return renamed;
  }

  @Test
  void aHalfBiasOfTimmIsReported() throws Exception {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("reg_token", StoredTensor.zeros(new Shape(1, 4, 8)));
    tensors.put("blocks.0.attn.q_bias", StoredTensor.zeros(new Shape(8)));
    Path file = folder.resolve("x.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    try (WeightsFile timm = WeightsFile.open(file)) {
      assertThat(StateDict.of(timm).names()).contains("blocks.0.attn.q_bias");
    }
  }

  @Test
  void shardsAreOneFile() throws Exception {
    try (Golden golden = new Golden("vit_sat7b.hf")) {
      Path index = shards(golden.file().tensors());
      try (WeightsFile sharded = WeightsFile.open(index)) {
        assertThat(sharded.format()).isEqualTo("safetensors in 3 files");
        assertThat(sharded.tensors().keySet()).isEqualTo(golden.file().tensors().keySet());
        for (String name : sharded.tensors().keySet()) {
          golden.check(name, sharded.tensors().get(name).read(manager), 0);
        }
      }
    }
  }

  private Path shards(Map<String, StoredTensor> tensors) throws Exception {
    StringBuilder map = new StringBuilder();
    for (int shard = 0; shard < 3; shard++) {
      String file = "model-0000%d-of-00003.safetensors".formatted(shard + 1);
      Map<String, StoredTensor> part = new LinkedHashMap<>();
      int i = 0;
      for (Map.Entry<String, StoredTensor> tensor : tensors.entrySet()) {
        if (i++ * 3 / tensors.size() == shard) {
          part.put(tensor.getKey(), tensor.getValue());
          map.append(map.isEmpty() ? "" : ",\n");
          map.append("\"%s\": \"%s\"".formatted(tensor.getKey(), file));
        }
      }
      SafetensorsWriter.write(folder.resolve(file), part, Map.of());
    }
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {" + map + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"weight_map": {"a": "s.safetensors", "b": "s.safetensors"}} | lacks b
          {"weight_map": {"b": "s.safetensors"}} | has a, which it does not list
          {"weight_map": {"a": "../s.safetensors"}} | no safetensors file beside it
          {"weight_map": {"a": "/etc/passwd"}} | no safetensors file beside it
          {"weight_map": {"a": "model.safetensors.index.json"}} | no safetensors file beside it
          {"weight_map": {"a": 5}} | no safetensors file beside it
          {"weight_map": {"a": "t.safetensors"}} | There is no file
          {"weight_map": {"a": "s.safetensors", "a": "s.safetensors"}} | no JSON
          {"weight_map": {}} | no weight_map
          [] | no weight_map
          {"weight_map" | no JSON
          """)
  void indexesThatLie(String text, String reason) throws Exception {
    SafetensorsWriter.write(
        folder.resolve("s.safetensors"), Map.of("a", StoredTensor.zeros(new Shape(2))), Map.of());
    Path index = Files.writeString(folder.resolve("model.safetensors.index.json"), text);
    assertThatThrownBy(() -> WeightsFile.open(index))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void olderBackbonesAreNamed() throws Exception {
    Path file = folder.resolve("dinov2.safetensors");
    StoredTensor any = StoredTensor.zeros(new Shape(1, 1, 8));
    SafetensorsWriter.write(file, Map.of("cls_token", any, "pos_embed", any), Map.of());
    try (WeightsFile dinov2 = WeightsFile.open(file)) {
      assertThatThrownBy(() -> StateDict.of(dinov2))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("DINOv2");
    }
  }
}
