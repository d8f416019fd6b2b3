package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gramscape.model.hub.DownloadProgress;
import org.gramscape.model.hub.HubServer;
import org.gramscape.model.hub.HuggingFaceHub;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.SafetensorsWriter;
import org.gramscape.model.weights.WeightsFormatException;
import org.gramscape.model.weights.WeightsMismatchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  @TempDir Path folder;
  private Models models;

  @BeforeEach
  void open() {
    models = new Models(folder.resolve("store"));
  }

  @Test
  void theUntrainedModelSaysSo() throws Exception {
    ModelInfo info = models.info("untrained-tiny");
    assertThat(info.trained()).isFalse();
    assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
    assertThat(info.sha256()).hasSize(64);
    assertThat(models.list()).containsExactly("untrained-tiny");
    try (FeatureExtractor model = models.open("untrained-tiny")) {
      assertThat(model.info()).isEqualTo(info);
    }
  }

  @Test
  void aFileOpensByItsPath() throws Exception {
    Path file = Golden.path("vit_satL.weights.safetensors");
    try (FeatureExtractor model = models.open(file.toString());
        Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden("vit_satL.io")) {
      assertThat(model.info().architecture()).isEqualTo("vit_2x64");
      assertThat(model.info().trained()).isTrue();
      assertThat(model.info().sha256()).isEqualTo(Digest.of(file));
      try (var manager = org.gramscape.model.kernel.Torch.newManager()) {
        float[] image = inputs.get("b.x", manager).toFloatArray();
        for (int layer : new int[] {-1, 1, 0, -2}) {
          FeatureMap map = model.extract(image, 112, 80, layer);
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
        FeatureMap map = model.extract(image, 112, 80, stage);
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
                models.open(Golden.path("convnext.weights.safetensors").toString(), Precision.INT8))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("INT8");
  }

  @Test
  void importedModelsHaveNames() throws Exception {
    Path source = huggingFaceFolder("dinov3-vitl16-pretrain-sat493m");
    ModelInfo info = models.importWeights(source, "sat", Optional.empty());
    assertThat(info.name()).isEqualTo("sat");
    assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
    assertThat(models.list()).containsExactly("sat", "untrained-tiny");
    assertThat(models.info("sat")).isEqualTo(info);
    try (FeatureExtractor model = models.open("sat")) {
      assertThat(model.info()).isEqualTo(info);
    }
    ModelInfo told = models.importWeights(source, "sat", Optional.of(ImageNormalisation.LVD_1689M));
    assertThat(told.normalisation()).isEqualTo(ImageNormalisation.LVD_1689M);
    assertThat(told.sha256()).isEqualTo(info.sha256());
    assertThat(folder.resolve("store").toFile().list()).containsExactly("sat");
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
  void ourOwnFilesSayWhatTheyAre() throws Exception {
    Path file = folder.resolve("own.safetensors");
    try (Golden golden = new Golden("vit_mlp.weights")) {
      SafetensorsWriter.write(
          file,
          golden.file().tensors(),
          Map.of(
              "gramscape.normalisation", "SAT_493M",
              "gramscape.groundSampleDistance", "0.3",
              "gramscape.trained", "false",
              "gramscape.licence", "Public domain."));
    }
    ModelInfo info = models.info(file.toString());
    assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
    assertThat(info.groundSampleDistance()).isEqualTo(0.3);
    assertThat(info.trained()).isFalse();
    assertThat(info.licence()).isEqualTo("Public domain.");
  }

  @Test
  void whatIsNotThereIsListed() {
    assertThatThrownBy(() -> models.open("vitl16"))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("'vitl16'")
        .hasMessageContaining("untrained-tiny");
    assertThatThrownBy(() -> models.open(folder.toString()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("0 .safetensors files");
    assertThatThrownBy(() -> models.open("\0")).isInstanceOf(UnusableWeightsException.class);
  }

  @Test
  void namesThatWouldLeaveTheStoreAreRefused() {
    Path file = Golden.path("vit_mlp.weights.safetensors");
    for (String name : new String[] {"", "..", "a/b", "untrained-tiny", "-x", ".hidden"}) {
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
    assertThat(models.list()).containsExactly("untrained-tiny");
  }

  @Test
  void pulledModelsAreImported() throws Exception {
    Path source = huggingFaceFolder("x");
    try (HubServer server = new HubServer()) {
      String repository = "someone/dinov3-vit7b16-pretrain-sat493m";
      server.put(
          repository, "model.safetensors", Files.readAllBytes(source.resolve("model.safetensors")));
      server.put(repository, "config.json", Files.readAllBytes(source.resolve("config.json")));
      HuggingFaceHub hub = new HuggingFaceHub(server.endpoint(), Optional.empty());
      ModelInfo info = models.pull(hub, repository, DownloadProgress.NONE);
      assertThat(info.name()).isEqualTo("dinov3-vit7b16-pretrain-sat493m");
      assertThat(info.normalisation()).isEqualTo(ImageNormalisation.SAT_493M);
      models.open(info.name()).close();
      server.put("someone/empty", "config.json", new byte[] {'{', '}'});
      assertThatThrownBy(() -> models.pull(hub, "someone/empty", DownloadProgress.NONE))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining("model.safetensors");
    }
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
