package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether Meta's own weights give the published features. They are nobody's to pass on, so whoever
 * has them names by {@code GRAMSCAPE_WEIGHTS} a folder with files or folders of weights, as they
 * came, and COCO's picture 000000039769 (.jpg, or .png to be exact).
 */
class RealWeightsTest {
  private static final String FOLDER = "GRAMSCAPE_WEIGHTS";

  @TempDir Path folder;

  @Test
  void givePublishedFeatures() throws Exception {
    String named = System.getenv(FOLDER);
    assumeThat(named)
        .as("%s names no folder with Meta's weights and COCO's picture 000000039769", FOLDER)
        .isNotBlank();
    assertThat(checkAll(Path.of(named), PublishedFeatures.ALL)).isNotEmpty();
  }

  /** Checks every model in a folder of which features were published, and names them. */
  private static List<String> checkAll(Path folder, List<PublishedFeatures> published)
      throws IOException {
    List<Path> entries;
    try (Stream<Path> files = Files.list(folder)) {
      entries = files.sorted().toList();
    }
    Path picture =
        entries.stream()
            .filter(f -> f.toString().matches("(?i).*\\.(jpe?g|png)"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(folder + " has no picture"));
    List<String> checked = new ArrayList<>();
    for (Path entry : entries) {
      if (Files.isDirectory(entry) || entry.toString().matches(".*\\.(safetensors|pth)")) {
        ModelInfo info = new Models(folder.resolve("none")).info(entry.toString());
        for (PublishedFeatures features : published) {
          if (features.isOf(info)) {
            features.check(entry, picture);
            checked.add(entry.getFileName().toString());
          }
        }
      }
    }
    return checked;
  }

  /** The check of real weights on others: it finds them, passes, and fails where it should. */
  @Test
  void theCheckItselfIsAlive() throws Exception {
    Path weights = folder.resolve("tiny-sat493m");
    Files.createDirectory(weights);
    Path golden = Golden.path("vit_sat7b.hf.safetensors");
    Files.copy(golden, weights.resolve("model.safetensors"));
    ObjectMapper json = new ObjectMapper();
    try (Golden file = new Golden("vit_sat7b.hf")) {
      ObjectNode config = (ObjectNode) json.readTree(file.file().metadata().get("config"));
      json.writeValue(
          weights.resolve("config.json").toFile(), config.put("model_type", "dinov3_vit"));
    }
    picture("000000039769.png", 640, 480);
    float[] patches;
    try (FeatureExtractor model = new Models(folder).open(weights.toString())) {
      float[] image = PublishedFeatures.read(folder.resolve("000000039769.png"));
      patches = model.extract(image, 224, 224, Layers.LAST).values();
    }
    PublishedFeatures right =
        PublishedFeatures.of("vit_2x64", ImageNormalisation.SAT_493M)
            .with(List.of(), List.of(patches[0], patches[1], patches[2]));
    assertThat(checkAll(folder, List.of(right))).containsExactly("tiny-sat493m");
    PublishedFeatures wrong = right.with(List.of(), List.of(patches[0], patches[1] + 0.01f));
    assertThatThrownBy(() -> checkAll(folder, List.of(wrong)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("first patch, value 1");
    PublishedFeatures other = PublishedFeatures.of("vit_2x64", ImageNormalisation.LVD_1689M);
    assertThat(checkAll(folder, List.of(other))).isEmpty();
  }

  /** Which values it compares: the reference's own, for its own input. */
  @Test
  void tokensAreTheReferences() throws Exception {
    try (NDManager manager = Torch.newManager();
        Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden("vit_satL.hf_io")) {
      PublishedFeatures.Tokens tokens =
          PublishedFeatures.Tokens.of(
              Golden.path("vit_satL.weights.safetensors"), inputs.get("b.x", manager));
      io.check("b.pooler_output", manager.create(tokens.classToken()).expandDims(0));
      float[] all = io.get("b.last_hidden_state", manager).get("0, 5").toFloatArray();
      assertThat(tokens.firstPatch()).usingComparatorWithPrecision(2e-5f).containsExactly(all);
    }
  }

  /** A ramp stays a ramp, apart from its ends; pixels' corners stay where they are. */
  @Test
  void picturesAreShownAsTheConverterDoes() throws Exception {
    float[] image = PublishedFeatures.read(picture("ramp.png", 448, 336));
    float[] mean = ImageNormalisation.LVD_1689M.mean();
    float[] deviation = ImageNormalisation.LVD_1689M.standardDeviation();
    for (int y : new int[] {3, 100, 220}) {
      for (int x : new int[] {3, 111, 220}) {
        double column = (x + 0.5) * 448 / 224 - 0.5;
        double row = (y + 0.5) * 336 / 224 - 0.5;
        double[] values = {column / 2 / 255, row / 2 / 255, 100 / 255.0};
        for (int band = 0; band < 3; band++) {
          double expected = (values[band] - mean[band]) / deviation[band];
          float found = image[(band * 224 + y) * 224 + x];
          // Samples are whole numbers.
          assertThat((double) found)
              .isCloseTo(expected, org.assertj.core.api.Assertions.within(.02));
        }
      }
    }
  }

  /** Red grows to the right and green downwards, by one for two pixels. */
  private Path picture(String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, Math.min(x / 2, 255) << 16 | Math.min(y / 2, 255) << 8 | 100);
      }
    }
    File file = folder.resolve(name).toFile();
    ImageIO.write(image, "png", file);
    return file.toPath();
  }
}
