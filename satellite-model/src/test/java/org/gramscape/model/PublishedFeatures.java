package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.resample.Kernel;
import org.gramscape.model.resample.ResampleWeights;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;

/**
 * The first values of two tokens that a released model gives for a picture, as its converter to
 * Hugging Face's library publishes them.
 *
 * @param classToken the first values of the normalised class token
 * @param firstPatch the first values of the upper left patch; empty if they were not published
 */
record PublishedFeatures(
    String architecture,
    ImageNormalisation training,
    List<Float> classToken,
    List<Float> firstPatch) {
  /** COCO's 000000039769, 640 x 480. */
  static final List<PublishedFeatures> ALL =
      List.of(
          of("vitl16", ImageNormalisation.SAT_493M)
              .with(
                  List.of(-.33235f, .34052f, -.22087f, .21434f, .09003f),
                  List.of(.18488f, .30309f, -.20689f, .12848f, .06207f)),
          of("vit7b16", ImageNormalisation.SAT_493M)
              .with(
                  List.of(-.19779f, .11819f, -.00581f, -.21055f, -.03971f),
                  List.of(-.12423f, .07879f, -.10057f, .02835f, -.11727f)),
          of("vits16", ImageNormalisation.LVD_1689M)
              .with(
                  List.of(.463561f, -.415609f, .408236f, -.126613f, -.286636f),
                  List.of(-.038754f, -.250895f, -.016392f, -.455473f, .571582f)),
          of("vits16plus", ImageNormalisation.LVD_1689M)
              .with(
                  List.of(-.471349f, -1.365778f, -.317983f, .377219f, -.769085f),
                  List.of(.144551f, -.388117f, -.393433f, -.157695f, -.600380f)),
          of("vitb16", ImageNormalisation.LVD_1689M)
              .with(
                  List.of(1.034643f, -.180609f, -.341018f, -.066376f, -.011383f),
                  List.of(-.082523f, -.456272f, -.728029f, -.430680f, -.152880f)),
          of("vitl16", ImageNormalisation.LVD_1689M)
              .with(List.of(.484527f, -.582214f, .480636f, .592040f, .945166f), List.of()));

  /** A JPEG's decoder may round samples otherwise; another network is off by tenths. */
  static final float TOLERANCE = 5e-3f;

  private static final int SIDE = 224;

  static PublishedFeatures of(String architecture, ImageNormalisation training) {
    return new PublishedFeatures(architecture, training, List.of(), List.of());
  }

  PublishedFeatures with(List<Float> newClassToken, List<Float> newFirstPatch) {
    return new PublishedFeatures(architecture, training, newClassToken, newFirstPatch);
  }

  boolean isOf(ModelInfo info) {
    return architecture.equals(info.architecture()) && training.equals(info.normalisation());
  }

  /** Fails unless the weights give these features for the picture. */
  void check(Path weights, Path picture) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      Tokens tokens = Tokens.of(weights, manager.create(read(picture), shape()));
      compare(weights + ", class token", tokens.classToken(), classToken);
      compare(weights + ", first patch", tokens.firstPatch(), firstPatch);
    }
  }

  private static Shape shape() {
    return new Shape(1, 3, SIDE, SIDE);
  }

  private static void compare(String what, float[] found, List<Float> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found[i])
          .as("%s, value %d", what, i)
          .isEqualTo(expected.get(i), within(TOLERANCE));
    }
  }

  /** What a network makes of images {@code [1, 3, H, W]}. */
  record Tokens(float[] classToken, float[] firstPatch) {
    static Tokens of(Path weights, NDArray images) throws IOException {
      NDManager manager = images.getManager();
      return ModelReader.read(
          ModelFiles.at(weights),
          reader -> {
            VisionTransformer network = (VisionTransformer) reader.load(manager);
            ParameterStore store = new ParameterStore(manager, false);
            VitFeatures features =
                network.forwardFeatures(images, null, network.plainBlocks(store, false));
            return new Tokens(
                features.classToken().toFloatArray(),
                features.patchTokens().get(":, 0").toFloatArray());
          });
    }
  }

  /**
   * A picture as the converter shows it, to all models alike: from 0 to 1, resized to 224 x 224
   * bilinearly with averaging, then normalised by ImageNet's statistics; {@code [3, 224, 224]}.
   */
  static float[] read(Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    int height = image.getHeight();
    int width = image.getWidth();
    float[] samples = new float[3 * height * width];
    for (int i = 0; i < height * width; i++) {
      int rgb = image.getRGB(i % width, i / width);
      for (int band = 0; band < 3; band++) {
        samples[band * height * width + i] = (rgb >> 16 - 8 * band & 0xff) / 255f;
      }
    }
    try (NDManager manager = Torch.newManager()) {
      NDArray rows = resize(manager, height);
      NDArray columns = resize(manager, width);
      NDArray small =
          rows.matMul(manager.create(samples, new Shape(3, height, width)))
              .matMul(columns.transpose());
      NDArray mean = perBand(manager, ImageNormalisation.LVD_1689M.mean());
      NDArray deviation = perBand(manager, ImageNormalisation.LVD_1689M.standardDeviation());
      return small.sub(mean).div(deviation).toType(DataType.FLOAT32, false).toFloatArray();
    }
  }

  private static NDArray perBand(NDManager manager, float[] values) {
    return manager.create(Arrays.copyOf(values, 3), new Shape(3, 1, 1));
  }

  private static NDArray resize(NDManager manager, int from) {
    float[] matrix = ResampleWeights.of(from, SIDE, Kernel.BILINEAR, true).matrix();
    return manager.create(matrix, new Shape(SIDE, from));
  }
}
