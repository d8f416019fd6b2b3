package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.LayerNorm;
import org.gramscape.model.layer.LayerScale;
import org.gramscape.model.layer.NamedBlock;

/**
 * A pre-norm transformer block with layer scale: {@code x += g1 * attention(norm1 x); x += g2 *
 * feedForward(norm2 x)}.
 */
final class TransformerBlock extends NamedBlock {
  private final LayerNorm norm1;
  private final Attention attention;
  private final LayerScale scale1;
  private final LayerNorm norm2;
  private final NamedBlock feedForward;
  private final LayerScale scale2;

  TransformerBlock(VitConfig config) {
    int width = config.width();
    norm1 = part("norm1", new LayerNorm(width, config.layerNormEpsilon()));
    attention = part("attn", new Attention(config));
    scale1 = part("ls1", new LayerScale(width));
    norm2 = part("norm2", new LayerNorm(width, config.layerNormEpsilon()));
    feedForward =
        part(
            "mlp",
            switch (config.feedForward()) {
              case MLP -> new Mlp(width, config.hiddenWidth());
              case SWIGLU -> new SwiGlu(width, config.hiddenWidth());
            });
    scale2 = part("ls2", new LayerScale(width));
  }

  /**
   * {@code [B, N, D]} with what this block adds.
   *
   * @param branch number of the first of its two branches
   */
  NDArray add(
      ParameterStore store,
      NDArray x,
      RotaryEmbedding rope,
      StochasticDepth depth,
      int branch,
      boolean training) {
    NDArray middle = depth.add(branch, x, part -> attend(store, part, rope, training));
    return depth.add(branch + 1, middle, part -> feed(store, part, training));
  }

  private NDArray attend(ParameterStore store, NDArray x, RotaryEmbedding rope, boolean training) {
    NDArray mixed = attention.apply(store, norm1.apply(store, x, training), rope, training);
    return scale1.apply(store, mixed, training);
  }

  private NDArray feed(ParameterStore store, NDArray x, boolean training) {
    NDArray inner = norm2.apply(store, x, training);
    NDArray fed = feedForward.forward(store, new NDList(inner), training).singletonOrThrow();
    return scale2.apply(store, fed, training);
  }

  /** {@code [x, sin, cos]} to one array of the shape of x. */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    RotaryEmbedding rope = new RotaryEmbedding(inputs.get(1), inputs.get(2));
    return new NDList(add(store, inputs.get(0), rope, StochasticDepth.NONE, 0, training));
  }
}
