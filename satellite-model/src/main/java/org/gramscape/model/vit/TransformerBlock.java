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

  /** {@code [B, N, D]} to the same shape. */
  NDArray apply(ParameterStore store, NDArray x, RotaryEmbedding rope, boolean training) {
    return forward(store, new NDList(x, rope.sin(), rope.cos()), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.get(0);
    RotaryEmbedding rope = new RotaryEmbedding(inputs.get(1), inputs.get(2));
    NDArray mixed = attention.apply(store, norm1.apply(store, x, training), rope, training);
    NDArray middle = x.add(scale1.apply(store, mixed, training));
    NDArray inner = norm2.apply(store, middle, training);
    NDArray fed = feedForward.forward(store, new NDList(inner), training).singletonOrThrow();
    return new NDList(middle.add(scale2.apply(store, fed, training)));
  }
}
