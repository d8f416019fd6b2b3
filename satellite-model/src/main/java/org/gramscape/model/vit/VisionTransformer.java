package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gramscape.model.layer.LayerNorm;
import org.gramscape.model.layer.NamedBlock;

/**
 * DINOv3's vision transformer (paper section 3.2).
 *
 * <p>Tokens are {@code [class, registers, patches]}. Images of any size are taken; pixels beyond
 * the last whole patch are left out. Parameters have the names of Meta's state dicts.
 */
public final class VisionTransformer extends NamedBlock {
  private static final String BLOCKS = "blocks.";

  private final VitConfig config;
  private final double[] ropePeriods;
  private final PatchEmbedding patchEmbedding;
  private final Parameter classToken;
  private final Parameter registerTokens;
  private final Parameter maskToken;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final LayerNorm norm;
  private final LayerNorm classNorm;
  private final LayerNorm localClassNorm;

  /** A network without values; {@code weights} gives it some. */
  public VisionTransformer(VitConfig config) {
    this.config = config;
    ropePeriods = RotaryEmbedding.periods(config.rope(), config.headWidth());
    int width = config.width();
    classToken = parameter("cls_token", Parameter.Type.OTHER, 1, 1, width);
    registerTokens =
        parameter("storage_tokens", Parameter.Type.OTHER, 1, config.registerTokens(), width);
    maskToken = parameter("mask_token", Parameter.Type.OTHER, 1, width);
    patchEmbedding =
        part("patch_embed", new PatchEmbedding(config.bands(), config.patchSize(), width));
    for (int i = 0; i < config.depth(); i++) {
      blocks.add(part(BLOCKS + i, new TransformerBlock(config)));
    }
    norm = norm("norm");
    classNorm = config.untieClassNorm() ? norm("cls_norm") : norm;
    localClassNorm = config.untieLocalClassNorm() ? norm("local_cls_norm") : classNorm;
  }

  private LayerNorm norm(String name) {
    return part(name, new LayerNorm(config.width(), config.layerNormEpsilon()));
  }

  public VitConfig config() {
    return config;
  }

  /** What the names of a block's parameters begin with, counted from 0. */
  public static String block(int index) {
    return BLOCKS + index + ".";
  }

  /** Whether a parameter of this name belongs to a block. */
  public static boolean isOfBlock(String name) {
    return name.startsWith(BLOCKS);
  }

  /** Runs the blocks operation by operation; with {@code training}, gradients can follow. */
  public BlockRunner plainBlocks(ParameterStore store, boolean training) {
    return (block, tokens, rope) ->
        blocks.get(block).add(store, tokens, rope, StochasticDepth.NONE, 0, training);
  }

  /** The branches of the blocks, operation by operation. */
  public ResidualBranches plainBranches(ParameterStore store, boolean training) {
    return (tokens, ropes, depth) -> {
      NDArray x = tokens;
      for (int i = 0; i < blocks.size(); i++) {
        x = blocks.get(i).add(store, x, ropes.ofBlock(i), depth, 2 * i, training);
      }
      return x;
    };
  }

  /**
   * Features for inference.
   *
   * @param images {@code [B, bands, H, W]}, normalised
   * @param mask {@code [B, rows * columns]} boolean, true where the mask token stands in for the
   *     patch; or null
   * @throws IllegalArgumentException if a side is shorter than a patch
   */
  public VitFeatures forwardFeatures(NDArray images, NDArray mask, BlockRunner runner) {
    ParameterStore store = store(images);
    Grid grid = grid(images);
    NDArray tokens = embed(store, images, mask, false);
    RotaryEmbedding rope = rope(images.getManager(), grid, RopeAugmentation.Draw.IDENTITY);
    for (int i = 0; i < blocks.size(); i++) {
      NDArray next = runner.run(i, tokens, rope);
      tokens.close();
      tokens = next;
    }
    return normalised(store, tokens, grid, classNorm, false);
  }

  /**
   * Features for inference while training, as a teacher gives them.
   *
   * @param images {@code [B, bands, H, W]}, normalised
   * @param branches of this network's blocks
   */
  public VitFeatures forwardFeatures(NDArray images, ResidualBranches branches) {
    ParameterStore store = store(images);
    Grid grid = grid(images);
    RotaryEmbedding ropes =
        ropes(images.getManager(), grid, List.of(RopeAugmentation.Draw.IDENTITY));
    NDArray tokens = embed(store, images, null, false);
    return normalised(
        store, branches.addTo(tokens, ropes, StochasticDepth.NONE), grid, classNorm, false);
  }

  /**
   * The outputs of some blocks, for inference.
   *
   * @param images {@code [B, bands, H, W]}, normalised
   * @param layers 0-based, ascending; blocks after the last of them are not run
   * @param normalise whether the final norm is applied; without, {@code tokens} are given as parts
   */
  public List<VitFeatures> intermediateLayers(
      NDArray images, List<Integer> layers, boolean normalise, BlockRunner runner) {
    ParameterStore store = store(images);
    Grid grid = grid(images);
    NDArray tokens = embed(store, images, null, false);
    RotaryEmbedding rope = rope(images.getManager(), grid, RopeAugmentation.Draw.IDENTITY);
    List<VitFeatures> features = new ArrayList<>();
    int last = layers.get(layers.size() - 1);
    for (int i = 0; i <= last; i++) {
      NDArray next = runner.run(i, tokens, rope);
      if (!layers.contains(i - 1)) {
        tokens.close();
      }
      tokens = next;
      if (layers.contains(i)) {
        features.add(
            normalise
                ? normalised(store, tokens, grid, classNorm, false)
                : parts(tokens, tokens, tokens, grid));
      }
    }
    return features;
  }

  /**
   * Features for training: a list of crops of different sizes, each with gradients.
   *
   * <p>The rotary coordinates are drawn anew for every block and crop size, as the reference does.
   *
   * @param crops {@code [B_i, bands, H_i, W_i]} each; the second is the local one ({@code
   *     local_cls_norm})
   * @param masks one for each, or null in its place
   * @param branches of this network's blocks
   * @param dropPath share of the batch that each residual branch leaves out
   */
  public List<VitFeatures> forwardFeatures(
      ParameterStore store,
      List<NDArray> crops,
      List<NDArray> masks,
      ResidualBranches branches,
      double dropPath,
      RandomGenerator random) {
    List<RotaryEmbedding> ropes = new ArrayList<>();
    List<StochasticDepth> depths = new ArrayList<>();
    for (NDArray images : crops) {
      List<RopeAugmentation.Draw> draws = new ArrayList<>();
      for (int i = 0; i < blocks.size(); i++) {
        draws.add(config.rope().augmentation().draw(random));
      }
      // All tables come first: a GPU would wait for what it computes before it takes one over.
      ropes.add(ropes(images.getManager(), grid(images), draws));
      int batch = Math.toIntExact(images.getShape().get(0));
      depths.add(StochasticDepth.draw(dropPath, 2 * blocks.size(), batch, random));
    }
    List<VitFeatures> features = new ArrayList<>();
    for (int c = 0; c < crops.size(); c++) {
      NDArray tokens = embed(store, crops.get(c), masks.get(c), true);
      NDArray deep = branches.addTo(tokens, ropes.get(c), depths.get(c));
      LayerNorm prefixNorm = c == 1 ? localClassNorm : classNorm;
      features.add(normalised(store, deep, grid(crops.get(c)), prefixNorm, true));
    }
    return features;
  }

  /** {@code [B, bands, H, W]} to all tokens {@code [B, 1 + R + N, D]} before the first block. */
  NDArray embed(ParameterStore store, NDArray images, NDArray mask, boolean training) {
    // Results belong to the manager of an operation's first array: never begin with a parameter.
    NDArray patches = patchEmbedding.apply(store, images, training);
    NDArray masked = store.getValue(maskToken, images.getDevice(), training);
    Shape prefix = new Shape(patches.getShape().get(0), config.prefixTokens(), config.width());
    NDArray tokens = images.getManager().zeros(prefix);
    if (mask != null) {
      NDArray keep = mask.expandDims(2).logicalNot().toType(DataType.FLOAT32, false);
      patches = patches.mul(keep).add(keep.neg().add(1).mul(masked));
    } else if (training) {
      // The mask token takes part with weight zero, so that it always has a gradient.
      tokens = tokens.mul(masked);
    }
    NDArray first = store.getValue(classToken, images.getDevice(), training);
    NDArray registers = store.getValue(registerTokens, images.getDevice(), training);
    NDList parts = tokens.split(new long[] {1}, 1);
    return parts.get(0).add(first).concat(parts.get(1).add(registers), 1).concat(patches, 1);
  }

  RotaryEmbedding rope(NDManager manager, Grid grid, RopeAugmentation.Draw draw) {
    return RotaryEmbedding.of(
        manager,
        config.rope(),
        ropePeriods,
        draw,
        config.prefixTokens(),
        grid.rows(),
        grid.columns());
  }

  private RotaryEmbedding ropes(NDManager manager, Grid grid, List<RopeAugmentation.Draw> draws) {
    return RotaryEmbedding.of(
        manager,
        config.rope(),
        ropePeriods,
        draws,
        config.prefixTokens(),
        grid.rows(),
        grid.columns());
  }

  private VitFeatures normalised(
      ParameterStore store, NDArray tokens, Grid grid, LayerNorm prefixNorm, boolean training) {
    NDArray all = norm.apply(store, tokens, training);
    NDArray prefix = prefixNorm == norm ? all : prefixNorm.apply(store, tokens, training);
    return parts(tokens, prefix, all, grid);
  }

  private VitFeatures parts(NDArray tokens, NDArray prefix, NDArray all, Grid grid) {
    int patches = config.prefixTokens();
    return new VitFeatures(
        prefix.get(new NDIndex(":, 0")),
        prefix.get(new NDIndex(":, 1:{}", patches)),
        all.get(new NDIndex(":, {}:", patches)),
        tokens,
        grid.rows(),
        grid.columns());
  }

  /** Rows and columns of patches. */
  record Grid(int rows, int columns) {}

  private Grid grid(NDArray images) {
    Shape shape = images.getShape();
    if (shape.dimension() != 4
        || shape.get(1) != config.bands()
        || shape.get(2) < config.patchSize()
        || shape.get(3) < config.patchSize()) {
      throw new IllegalArgumentException(
          "images of shape %s; [B, %d, H, W] with sides of %d pixels or more expected"
              .formatted(shape, config.bands(), config.patchSize()));
    }
    return new Grid(
        Math.toIntExact(shape.get(2) / config.patchSize()),
        Math.toIntExact(shape.get(3) / config.patchSize()));
  }

  private static ParameterStore store(NDArray images) {
    return new ParameterStore(images.getManager(), false);
  }

  /** {@code [images]} or {@code [images, mask]} to class, register and patch tokens, normalised. */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray images = inputs.get(0);
    NDArray mask = inputs.size() > 1 ? inputs.get(1) : null;
    VitFeatures features = forwardFeatures(images, mask, plainBlocks(store, training));
    return new NDList(features.classToken(), features.registerTokens(), features.patchTokens());
  }
}
