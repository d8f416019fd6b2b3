package org.gramscape.model.convnext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.model.layer.LayerNorm;
import org.gramscape.model.layer.NamedBlock;

/**
 * DINOv3's ConvNeXt: four stages at 1/4, 1/8, 1/16 and 1/32 of the image's size.
 *
 * <p>Its class token is the mean over the image; the final norm is of that and of the pixels of the
 * last stage alike. Parameters have the names of Meta's state dicts.
 */
public final class ConvNext extends NamedBlock {
  private final ConvNextConfig config;
  private final List<Downsample> downsamples = new ArrayList<>();
  private final List<List<ConvNextBlock>> stages = new ArrayList<>();
  private final LayerNorm norm;

  /** A network without values; {@code weights} gives it some. */
  public ConvNext(ConvNextConfig config) {
    this.config = config;
    for (int i = 0; i < ConvNextConfig.STAGES; i++) {
      downsamples.add(part("downsample_layers." + i, new Downsample(config, i)));
    }
    for (int i = 0; i < ConvNextConfig.STAGES; i++) {
      List<ConvNextBlock> blocks = new ArrayList<>();
      for (int j = 0; j < config.depths().get(i); j++) {
        blocks.add(
            part(
                "stages." + i + "." + j,
                new ConvNextBlock(config.widths().get(i), config.layerNormEpsilon())));
      }
      stages.add(blocks);
    }
    norm =
        part(
            "norm",
            new LayerNorm(
                config.widths().get(ConvNextConfig.STAGES - 1), config.layerNormEpsilon()));
  }

  public ConvNextConfig config() {
    return config;
  }

  /** The last stage as it is, at 1/32 of the image's size, normalised. */
  public ConvNextFeatures forwardFeatures(NDArray images) {
    return stages(images, ConvNextConfig.STAGES).get(ConvNextConfig.STAGES - 1).normalised();
  }

  /**
   * The outputs of the first stages.
   *
   * @param images {@code [B, 3, H, W]}, normalised
   * @param count how many stages, 1 to 4
   * @param patchSize resizes each to {@code [H / patchSize, W / patchSize]}; 0 leaves its size
   * @param normalise whether the last stage is normalised; no other has a norm
   */
  public List<ConvNextFeatures> intermediateLayers(
      NDArray images, int count, int patchSize, boolean normalise) {
    Shape size = images.getShape();
    List<ConvNextFeatures> features = new ArrayList<>();
    for (Stage stage : stages(images, count)) {
      Stage resized =
          patchSize == 0
              ? stage
              : stage.resized((int) size.get(2) / patchSize, (int) size.get(3) / patchSize);
      boolean last = features.size() == ConvNextConfig.STAGES - 1;
      features.add(last && normalise ? resized.normalised() : resized.features());
    }
    return features;
  }

  private List<Stage> stages(NDArray images, int count) {
    ParameterStore store = new ParameterStore(images.getManager(), false);
    List<Stage> outputs = new ArrayList<>();
    NDArray x = images;
    for (int i = 0; i < count; i++) {
      x = downsamples.get(i).apply(store, x, false);
      for (ConvNextBlock block : stages.get(i)) {
        NDArray next = block.apply(store, x, false);
        x.close();
        x = next;
      }
      Shape shape = x.getShape();
      NDArray pool = x.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
      outputs.add(new Stage(pool, x, store));
    }
    return outputs;
  }

  /** A stage's output: {@code pool [B, D]} and {@code grid [B, D, H, W]}. */
  private final class Stage {
    private final NDArray pool;
    private final NDArray grid;
    private final ParameterStore store;

    Stage(NDArray pool, NDArray grid, ParameterStore store) {
      this.pool = pool;
      this.grid = grid;
      this.store = store;
    }

    Stage resized(int height, int width) {
      return new Stage(pool, AntialiasedResize.apply(grid, height, width), store);
    }

    ConvNextFeatures features() {
      Shape shape = grid.getShape();
      NDArray tokens =
          grid.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).transpose(0, 2, 1);
      return new ConvNextFeatures(pool, tokens, (int) shape.get(2), (int) shape.get(3));
    }

    ConvNextFeatures normalised() {
      ConvNextFeatures plain = features();
      return new ConvNextFeatures(
          norm.apply(store, plain.classToken(), false),
          norm.apply(store, plain.patchTokens(), false),
          plain.rows(),
          plain.columns());
    }
  }

  /** {@code [images]} to class token and patch tokens of the last stage, normalised. */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    ConvNextFeatures features = forwardFeatures(inputs.singletonOrThrow());
    return new NDList(features.classToken(), features.patchTokens());
  }
}
