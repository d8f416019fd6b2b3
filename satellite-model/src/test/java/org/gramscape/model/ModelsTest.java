package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.model.hub.DownloadProgress;
import org.gramscape.model.hub.HubServer;
import org.gramscape.model.hub.HuggingFaceHub;
import org.gramscape.model.weights.KeyLayout;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.SafetensorsWriter;
import org.gramscape.model.weights.StorageType;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsFormatException;
import org.gramscape.model.weights.WeightsMismatchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  @TempDir Path folder;
  private Models models;

  @BeforeEach
  void open() {
    models = new Models(folder.resolve("store"));
  }

  @Test
  void theBuiltInModelIsThereWithoutAStore() throws Exception {
    String name = Models.standard();
    assertThat(models.list()).containsExactly(name);
    ModelInfo info = models.info(name);
    assertThat(info.name()).isEqualTo(name);
    assertThat(info.channels()).isEqualTo(192);
    assertThat(info.depth()).isEqualTo(12);
    assertThat(info.patchSize()).isEqualTo(16);
    assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
    assertThat(info.licence()).contains("Apache-2.0").contains("Gramscape");
    assertThat(models.architecture(name))
        .isInstanceOfSatisfying(
            Architecture.Vit.class,
            vit -> {
              assertThat(vit.config().heads()).isEqualTo(3);
              assertThat(vit.config().registerTokens()).isEqualTo(4);
            });
    assertThat(models.heights(name)).isEmpty();
    ModelSource source = models.source(name);
    assertThat(source.storage()).containsExactly(StorageType.F16);
    assertThat(source.bytes()).isLessThanOrEqualTo(12_000_000);
    assertThat(info.sha256()).isEqualTo(Digest.of(source.location()));
    try (FeatureExtractor model = models.open(name)) {
      assertThat(model.info()).isEqualTo(info);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theBuiltInModelIsTheSameWhenExported() throws Exception {
    Path target = folder.resolve("exported");
    models.export(Models.standard(), target, StorageType.F16, false);
    assertSameFeatures(target.toString(), Models.standard());
    assertThat(models.info(target.toString()).licence())
        .isEqualTo(models.info(Models.standard()).licence());
  }

  @Test
  void nothingInAStoreTakesTheBuiltInModelsPlace() throws Exception {
    ModelInfo builtIn = models.info(Models.standard());
    models.importWeights(huggingFaceFolder("x"), "other", Optional.empty());
    Path shadow = folder.resolve("store").resolve(Models.standard());
    Files.move(folder.resolve("store/other"), shadow);
    assertThat(models.list()).containsExactly(Models.standard());
    assertThat(models.info(Models.standard())).isEqualTo(builtIn);
    assertThat(models.source(Models.standard()).origin()).isEmpty();
    models.remove(Models.standard());
    assertThat(shadow).doesNotExist();
  }

  @Test
  void aFileOpensByItsPath() throws Exception {
    Path file = Golden.path("vit_satL.weights.safetensors");
    try (FeatureExtractor model = models.open(file.toString());
        Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden("vit_satL.io")) {
      assertThat(model.info().architecture()).isEqualTo("vit_2x64");
      assertThat(model.info().sha256()).isEqualTo(Digest.of(file));
      try (var manager = org.gramscape.model.kernel.Torch.newManager()) {
        float[] image = inputs.get("b.x", manager).toFloatArray();
        for (int layer : new int[] {-1, 1, 0, -2}) {
          FeatureMap map = model.extract(image, 112, 80, Layers.of(layer));
          assertThat(map.height()).isEqualTo(7);
          assertThat(map.width()).isEqualTo(5);
          float[] nchw =
              io.get("b.gil.norm1.L" + Math.floorMod(layer, 2) + ".patch_nchw", manager)
                  .transpose(0, 2, 3, 1)
                  .toFloatArray();
          assertThat(map.values())
              .containsExactly(nchw, org.assertj.core.api.Assertions.within(2e-5f));
        }
      }
    }
  }

  @Test
  void convNextGivesPatchesOf16() throws Exception {
    try (FeatureExtractor model =
            models.open(Golden.path("convnext.weights.safetensors").toString());
        Golden inputs = new Golden("convnext.io");
        Golden io = new Golden("convnext_p16.io");
        var manager = org.gramscape.model.kernel.Torch.newManager()) {
      float[] image = inputs.get("b.x", manager).toFloatArray();
      for (int stage = 0; stage < 4; stage++) {
        FeatureMap map = model.extract(image, 112, 80, Layers.of(stage));
        float[] nchw =
            io.get("b.gil.norm1.S" + stage + ".patch_nchw", manager)
                .transpose(0, 2, 3, 1)
                .toFloatArray();
        assertThat(map.values())
            .containsExactly(nchw, org.assertj.core.api.Assertions.within(2e-5f));
      }
      assertThat(model.workingMemory(512, 512)).isGreaterThan(model.workingMemory(256, 256));
    }
    assertThatThrownBy(
            () ->
                models.open(
                    Golden.path("convnext.weights.safetensors").toString(),
                    Precision.INT8,
                    ComputeDevice.CPU))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("INT8");
  }

  @Test
  void importedModelsHaveNames() throws Exception {
    Path source = huggingFaceFolder("dinov3-vitl16-pretrain-sat493m");
    ModelInfo info = models.importWeights(source, "sat", Optional.empty());
    assertThat(info.name()).isEqualTo("sat");
    assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
    assertThat(models.list()).containsExactly("gramscape-vitt16", "sat");
    assertThat(models.info("sat")).isEqualTo(info);
    try (FeatureExtractor model = models.open("sat")) {
      assertThat(model.info()).isEqualTo(info);
    }
    ModelInfo told = models.importWeights(source, "sat", Optional.of(ImageNormalisation.LVD_1689M));
    assertThat(told.normalisation()).isEqualTo(ImageNormalisation.LVD_1689M);
    assertThat(told.sha256()).isEqualTo(info.sha256());
    assertThat(inStore()).containsExactly("sat");
  }

  private List<String> inStore() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("store"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .toList();
    }
  }

  @Test
  void removedModelsAreGoneAndTheirOriginStays() throws Exception {
    Path source = huggingFaceFolder("x");
    models.importWeights(source, "short-lived", Optional.empty());
    models.remove("short-lived");
    assertThat(models.list()).containsExactly("gramscape-vitt16");
    assertThat(inStore()).isEmpty();
    models.open(source.toString()).close();
    for (String name : new String[] {"short-lived", "gramscape-vitt16", "../x", ""}) {
      assertThatThrownBy(() -> models.remove(name))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining(name);
    }
    models.open(source.toString()).close();
  }

  @Test
  void whatAKilledImportLeftGoesWithTheNextOne() throws Exception {
    Path source = huggingFaceFolder("x");
    Path left = Files.createDirectories(folder.resolve("store/.pending-of-a-killed-one"));
    Files.writeString(left.resolve("model.safetensors"), "half of it");
    assertThat(models.list()).containsExactly("gramscape-vitt16");
    models.importWeights(source, "whole", Optional.empty());
    assertThat(inStore()).containsExactly("whole");
  }

  @Test
  void normalisationFollowsFromNames() throws Exception {
    Path sat = Golden.path("vit_sat7b.weights.safetensors");
    assertThat(models.info(sat.toString()).normalisation()).isEqualTo(ImageNormalisation.LVD_1689M);
    for (String name :
        new String[] {"dinov3_vit7b16_pretrain_sat493m-a6675841", "x-eadcf0ff", "my-SAT-493M"}) {
      assertThat(models.importWeights(sat, name, Optional.empty()).normalisation())
          .isEqualTo(ImageNormalisation.SAT_493M);
    }
  }

  @Test
  void theFilesOwnNameDecidesBeforeItsFolders() throws Exception {
    Path photographs = Files.createDirectories(folder.resolve("sat493m"));
    Path file = photographs.resolve("dinov3_vit7b16_pretrain_lvd1689m-a955f4ea.safetensors");
    Files.copy(Golden.path("vit_sat7b.weights.safetensors"), file);
    assertThat(models.importWeights(file, "sat493m", Optional.empty()).normalisation())
        .isEqualTo(ImageNormalisation.LVD_1689M);
  }

  @Test
  void ourOwnFilesSayWhatTheyAre() throws Exception {
    Path file = folder.resolve("own.safetensors");
    try (Golden golden = new Golden("vit_mlp.weights")) {
      SafetensorsWriter.write(
          file,
          golden.file().tensors(),
          Map.of(
              "gramscape.normalisation", "SAT_493M",
              "gramscape.groundSampleDistance", "0.3",
              "gramscape.licence", "Public domain."));
    }
    ModelInfo info = models.info(file.toString());
    assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
    assertThat(info.groundSampleDistance()).isEqualTo(0.3);
    assertThat(info.licence()).isEqualTo("Public domain.");
  }

  @Test
  void whatIsNotThereIsListed() {
    assertThatThrownBy(() -> models.open("vitl16"))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("'vitl16'")
        .hasMessageContaining("gramscape-vitt16");
    assertThatThrownBy(() -> models.open(folder.toString()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("no weights");
    assertThatThrownBy(() -> models.open("\0")).isInstanceOf(UnusableWeightsException.class);
  }

  @Test
  void namesThatWouldLeaveTheStoreAreRefused() {
    Path file = Golden.path("vit_mlp.weights.safetensors");
    for (String name : new String[] {"", "..", "a/b", "gramscape-vitt16", "-x", ".hidden"}) {
      assertThatThrownBy(() -> models.importWeights(file, name, Optional.empty()))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining("model's name");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void weightsOfAnotherArchitectureAreNotImported() throws Exception {
    Path source = huggingFaceFolder("other");
    ObjectMapper json = new ObjectMapper();
    Path config = source.resolve("config.json");
    ObjectNode wrong = (ObjectNode) json.readTree(config.toFile());
    json.writeValue(config.toFile(), wrong.put("num_hidden_layers", 3));
    assertThatThrownBy(() -> models.importWeights(source, "other", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("missing blocks.2.norm1.weight");
    json.writeValue(config.toFile(), wrong.put("model_type", "bert"));
    assertThatThrownBy(() -> models.open(source.toString()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("bert");
    Files.writeString(config, "{");
    assertThatThrownBy(() -> models.open(source.toString()))
        .isInstanceOf(WeightsFormatException.class);
    assertThat(models.list()).containsExactly("gramscape-vitt16");
  }

  @Test
  void pulledModelsAreImportedButNotCopied() throws Exception {
    Path source = huggingFaceFolder("x");
    try (HubServer server = new HubServer()) {
      String repository = "someone/dinov3-vit7b16-pretrain-sat493m";
      server.put(
          repository, "model.safetensors", Files.readAllBytes(source.resolve("model.safetensors")));
      server.put(repository, "config.json", Files.readAllBytes(source.resolve("config.json")));
      HuggingFaceHub hub =
          new HuggingFaceHub(server.endpoint(), Optional.empty(), folder.resolve("hub"));
      for (Optional<String> name : List.of(Optional.<String>empty(), Optional.of("mine"))) {
        ModelInfo info =
            models.pull(hub.repository(repository, "main"), name, DownloadProgress.NONE);
        assertThat(info.name()).isEqualTo(name.orElse("dinov3-vit7b16-pretrain-sat493m"));
        assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
        models.open(info.name()).close();
        ModelSource origin = models.source(info.name());
        assertThat(origin.origin()).hasValue(repository + " at " + HubServer.COMMIT);
        assertThat(folder.resolve("hub"))
            .isDirectoryRecursivelyContaining(
                path -> Files.isRegularFile(path) && isSame(path, origin.location()));
      }
      server.put("someone/empty", "config.json", new byte[] {'{', '}'});
      assertThatThrownBy(
              () ->
                  models.pull(
                      hub.repository("someone/empty", "main"),
                      Optional.empty(),
                      DownloadProgress.NONE))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining("model.safetensors");
    }
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shardedRepositoriesComeWhole() throws Exception {
    try (HubServer server = new HubServer();
        Golden golden = new Golden("vit_sat7b.hf")) {
      StringBuilder map = new StringBuilder();
      for (int part = 0; part < 2; part++) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        String file = "model-0000" + (part + 1) + "-of-00002.safetensors";
        for (Map.Entry<String, StoredTensor> t : golden.file().tensors().entrySet()) {
          if (t.getKey().hashCode() % 2 == 0 == (part == 0)) {
            tensors.put(t.getKey(), t.getValue());
            map.append(map.isEmpty() ? "" : ",")
                .append("\"%s\":\"%s\"".formatted(t.getKey(), file));
          }
        }
        Path shard = folder.resolve(file);
        SafetensorsWriter.write(shard, tensors, Map.of());
        server.put("a/sharded", file, Files.readAllBytes(shard));
      }
      server.put(
          "a/sharded",
          "model.safetensors.index.json",
          ("{\"weight_map\":{" + map + "}}").getBytes());
      Path config = huggingFaceFolder("x").resolve("config.json");
      server.put("a/sharded", "config.json", Files.readAllBytes(config));
      HuggingFaceHub hub =
          new HuggingFaceHub(server.endpoint(), Optional.empty(), folder.resolve("hub"));
      models.pull(hub.repository("a/sharded", "main"), Optional.empty(), DownloadProgress.NONE);
      assertThat(models.source("sharded").format()).contains("2 files");
      assertSameFeatures("sharded", folder.resolve("x").toString());
    }
  }

  @Test
  void importsAreSecondNamesOfTheSameFile() throws Exception {
    Path source = huggingFaceFolder("x");
    models.importWeights(source, "linked", Optional.empty());
    Path weights = source.resolve("model.safetensors");
    ModelSource stored = models.source("linked");
    assertThat(isSame(stored.location(), weights)).isTrue();
    assertThat(stored.layout()).isEqualTo(KeyLayout.HUGGING_FACE);
    assertThat(stored.storage()).containsExactly(StorageType.F32);
    assertThat(stored.bytes()).isEqualTo(Files.size(weights));
    assertThat(stored.origin()).hasValue(source.toString());
    Files.delete(weights);
    models.open("linked").close();
    Files.write(stored.location(), new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    assertThatThrownBy(() -> models.open("linked")).isInstanceOf(UnusableWeightsException.class);
  }

  @Test
  void weightsThatChangedAreNotUsed() throws Exception {
    Path source = huggingFaceFolder("x");
    models.importWeights(source, "changing", Optional.empty());
    Files.setLastModifiedTime(
        source.resolve("model.safetensors"), java.nio.file.attribute.FileTime.fromMillis(5));
    assertThatThrownBy(() -> models.info("changing"))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("changed")
        .hasMessageContaining(source.toString());
  }

  @Test
  void weightsWithoutNumbersAreNotUsed() throws Exception {
    Path file = folder.resolve("nan.safetensors");
    try (Golden golden = new Golden("vit_satL.weights");
        var manager = org.gramscape.model.kernel.Torch.newManager()) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(golden.file().tensors());
      tensors.put("norm.bias", StoredTensor.of(manager.full(new Shape(64), Float.NaN)));
      SafetensorsWriter.write(file, tensors, Map.of());
    }
    assertThatThrownBy(() -> models.open(file.toString())).hasMessageContaining("norm.bias");
    assertThatThrownBy(() -> models.importWeights(file, "nan", Optional.empty()))
        .isInstanceOf(WeightsFormatException.class);
    assertThat(models.list()).containsExactly("gramscape-vitt16");
  }

  @Test
  void headersThatTellWhatCannotBeAreRefused() throws Exception {
    for (Map.Entry<String, String> wrong :
        Map.of("gramscape.normalisation", "X", "gramscape.groundSampleDistance", "wide")
            .entrySet()) {
      Path file = folder.resolve("wrong.safetensors");
      try (Golden golden = new Golden("vit_mlp.weights")) {
        SafetensorsWriter.write(
            file, golden.file().tensors(), Map.of(wrong.getKey(), wrong.getValue()));
      }
      assertThatThrownBy(() -> models.info(file.toString()))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("Export the model again");
    }
  }

  /** From every layout to Hugging Face's, and back in: the same features. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vit_mlp.weights",
        "vit_swiglu.weights",
        "vit_sat7b.weights",
        "vit_satL.weights",
        "vit_sat7b.hf",
        "convnext.weights"
      })
  void exportedModelsAreTheSame(String golden) throws Exception {
    Path source = Golden.path(golden + ".safetensors");
    if (golden.endsWith(".hf")) {
      source = huggingFaceFolder("x");
    }
    Path target = folder.resolve("exported");
    models.export(source.toString(), target, StorageType.F32, false);
    assertSameFeatures(target.toString(), source.toString());
    assertThat(models.source(target.toString()).layout()).isEqualTo(KeyLayout.HUGGING_FACE);
    assertThat(target.toFile().list())
        .containsExactlyInAnyOrder("model.safetensors", "config.json", "preprocessor_config.json");
    assertThatThrownBy(() -> models.export("gramscape-vitt16", target, StorageType.F32, false))
        .isInstanceOf(FileAlreadyExistsException.class);
    models.export("gramscape-vitt16", target, StorageType.BF16, true);
    assertThat(models.source(target.toString()).storage()).containsExactly(StorageType.BF16);
  }

  private void assertSameFeatures(String one, String other) throws IOException {
    float[] image = new float[3 * 64 * 96];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.sin(i);
    }
    try (FeatureExtractor a = models.open(one);
        FeatureExtractor b = models.open(other)) {
      assertThat(a.info().architecture()).isEqualTo(b.info().architecture());
      assertThat(a.info().normalisation()).isEqualTo(b.info().normalisation());
      assertThat(a.extract(image, 64, 96, Layers.LAST).values())
          .containsExactly(b.extract(image, 64, 96, Layers.LAST).values());
    }
  }

  /** The fields and values that transformers wrote for the same network, and no others. */
  @ParameterizedTest
  @ValueSource(strings = {"vit_sat7b"})
  void theConfigurationIsTransformersOwn(String variant) throws Exception {
    models.export(
        Golden.path(variant + ".weights.safetensors").toString(),
        folder.resolve("exported"),
        StorageType.F16,
        false);
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = (ObjectNode) json.readTree(folder.resolve("exported/config.json").toFile());
    assertThat(config.remove("model_type").asText()).isEqualTo("dinov3_vit");
    assertThat(config.remove("architectures").toString()).isEqualTo("[\"DINOv3ViTModel\"]");
    assertThat(config.remove("torch_dtype").asText()).isEqualTo("float16");
    try (Golden golden = new Golden(variant + ".hf")) {
      ObjectNode own = (ObjectNode) json.readTree(golden.file().metadata().get("config"));
      own.remove("output_hidden_states");
      assertThat(config).isEqualTo(own);
    }
    try (SafetensorsFile file =
        SafetensorsFile.open(folder.resolve("exported/model.safetensors"))) {
      assertThat(file.metadata()).containsEntry("format", "pt");
    }
  }

  @Test
  void whatHuggingFaceHasNoPlaceForIsNotExported() throws Exception {
    Path file = Golden.path("vit_untied_patch.weights.safetensors");
    Path target = folder.resolve("exported");
    assertThatThrownBy(() -> models.export(file.toString(), target, StorageType.F32, false))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("cls_norm");
    assertThat(target).doesNotExist();
    Path large = folder.resolve("large.safetensors");
    try (Golden golden = new Golden("vit_mlp.weights");
        var manager = org.gramscape.model.kernel.Torch.newManager()) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(golden.file().tensors());
      tensors.put("norm.bias", StoredTensor.of(manager.full(new Shape(64), 70_000f)));
      SafetensorsWriter.write(large, tensors, Map.of());
    }
    assertThatThrownBy(() -> models.export(large.toString(), target, StorageType.F16, false))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("norm.bias");
    assertThat(target).doesNotExist();
  }

  /** The tiny 7B-like network as Hugging Face would publish it. */
  private Path huggingFaceFolder(String name) throws IOException {
    Path source = Files.createDirectory(folder.resolve(name));
    Path weights = Golden.path("vit_sat7b.hf.safetensors");
    Files.copy(weights, source.resolve("model.safetensors"));
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      ObjectMapper json = new ObjectMapper();
      ObjectNode config = (ObjectNode) json.readTree(file.metadata().get("config"));
      json.writeValue(
          source.resolve("config.json").toFile(), config.put("model_type", "dinov3_vit"));
    }
    return source;
  }
}
