package org.gramscape.model.ssl.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.function.Consumer;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.resample.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation, on floats, against the reference's libraries on floats and on bytes. These round
 * to bytes on the way, so bytes may differ by one; PIL keeps hues as bytes too.
 */
class AugmentationGoldenTest {
  private static final Map<String, Consumer<Image>> OPERATIONS =
      Map.of(
          "hflip", Geometry::flipHorizontally,
          "brightness1_3", image -> Colours.brightness(image, 1.3),
          "contrast0_7", image -> Colours.contrast(image, 0.7),
          "saturation1_2", image -> Colours.saturation(image, 1.2),
          "hue0_07", image -> Colours.hue(image, 0.07),
          "hue_m0_1", image -> Colours.hue(image, -0.1),
          "gray3", Colours::grey,
          "solarize128", image -> Colours.solarise(image, 128 / 255f),
          "blur_k9_s1_3", image -> Geometry.blur(image, 1.3),
          "blur_k9_s0_1", image -> Geometry.blur(image, 0.1));

  @ParameterizedTest
  @CsvSource({
    "hflip, 0, 0",
    "brightness1_3, 1, 1",
    "contrast0_7, 1, 1",
    "saturation1_2, 1, 1",
    "hue0_07, 1, 10",
    "hue_m0_1, 1, 10",
    "gray3, 1, 1",
    "solarize128, 0, 0",
    "blur_k9_s1_3, 1, 1",
    "blur_k9_s0_1, 0, 0",
  })
  void isTheReferences(String name, int offBytes, int offPil) throws Exception {
    try (Golden golden = new Golden("augment_ops");
        NDManager manager = Torch.newManager()) {
      Image image = image(golden, manager);
      OPERATIONS.get(name).accept(image);
      check(golden, "tensor." + name, image, offBytes, manager);
      check(golden, "pil." + name, image, offPil, manager);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bicubic, 16, CATMULL_ROM",
    "bicubic, 48, CATMULL_ROM",
    "bilinear, 16, BILINEAR",
    "bilinear, 48, BILINEAR"
  })
  void resizedCrop(String method, int side, Kernel kernel) throws Exception {
    try (Golden golden = new Golden("augment_ops");
        NDManager manager = Torch.newManager()) {
      Image crop = new ResizedCrop(5, 9, 27, 31).apply(image(golden, manager), side, kernel);
      String name = "resized_crop." + method + "." + side;
      golden.check("float." + name, manager.create(crop.values()).reshape(3, side, side), 1e-6);
      check(golden, "tensor." + name, crop, 1, manager);
      check(golden, "pil." + name, crop, 1, manager);
    }
  }

  @Test
  void resizesTheWholeImage() throws Exception {
    try (Golden golden = new Golden("augment_ops");
        NDManager manager = Torch.newManager()) {
      Image image = image(golden, manager);
      Image resized = ResizedCrop.whole(image).apply(image, 24, Kernel.BILINEAR);
      check(golden, "tensor.resize_bilinear_24x24", resized, 1, manager);
    }
  }

  private static Image image(Golden golden, NDManager manager) throws Exception {
    return new Image(golden.get("img", manager).div(255f).toFloatArray(), 3, 40, 56);
  }

  private static void check(Golden golden, String name, Image image, int off, NDManager manager)
      throws Exception {
    float[] expected = golden.get(name, manager).toFloatArray();
    assertThat(image.values()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double found = Math.rint(255.0 * image.values()[i]);
      assertThat(Math.abs(found - expected[i])).as("%s[%d]", name, i).isLessThanOrEqualTo(off);
    }
  }
}
