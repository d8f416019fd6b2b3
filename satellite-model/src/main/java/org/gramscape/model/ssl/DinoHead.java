package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.Linear;
import org.gramscape.model.layer.NamedBlock;

/**
 * Maps class or patch tokens to scores of K prototypes: linear layers with GELUs between, a point
 * on the sphere, a linear layer without bias (Caron et al. 2021, DINO appendix C).
 */
public final class DinoHead extends NamedBlock {
  private static final double EPSILON = 1e-12;

  /**
   * The sizes of a head.
   *
   * @param prototypes K
   * @param hiddenWidth of the layers before the bottleneck
   * @param bottleneckWidth of the sphere
   * @param layers before the prototypes; 3 in every recipe
   */
  public record Size(int prototypes, int hiddenWidth, int bottleneckWidth, int layers) {
    public Size {
      if (prototypes < 1 || hiddenWidth < 1 || bottleneckWidth < 1 || layers < 1) {
        throw new IllegalArgumentException(
            "a head of %d prototypes, hidden width %d, bottleneck %d and %d layers; 1 or more of each expected"
                .formatted(prototypes, hiddenWidth, bottleneckWidth, layers));
      }
    }
  }

  private static final Script SCRIPT =
      new Script(
          Torch.newManager(),
          DinoHead.class,
          "head.py.txt",
          Map.of("EPSILON", Double.toString(EPSILON)));

  private final List<Parameter> layers = new ArrayList<>();
  private final Parameter prototypes;

  /** A head without values for tokens of a width. */
  public DinoHead(int width, Size size) {
    int in = width;
    for (int i = 0; i < size.layers(); i++) {
      int out = i == size.layers() - 1 ? size.bottleneckWidth() : size.hiddenWidth();
      // Activations are numbered too, and a single layer not at all.
      Linear layer = part(size.layers() == 1 ? "mlp" : "mlp." + 2 * i, new Linear(in, out));
      layers.addAll(layer.namedParameters().values());
      in = out;
    }
    prototypes =
        parameter(
            "last_layer.weight", Parameter.Type.WEIGHT, size.prototypes(), size.bottleneckWidth());
  }

  /** {@code [B, D]} to logits {@code [B, K]}. */
  public NDArray apply(ParameterStore store, NDArray tokens, boolean training) {
    return forward(store, new NDList(tokens), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDArray last = store.getValue(prototypes, x.getDevice(), training);
    return new NDList(SCRIPT.call("apply", List.of(x, last), values(store, x, training)));
  }

  /** {@code [B, D]} to {@code [B, bottleneckWidth]} on the sphere. */
  NDArray bottleneck(ParameterStore store, NDArray tokens, boolean training) {
    return SCRIPT.call("bottleneck", List.of(tokens), values(store, tokens, training));
  }

  private List<NDArray> values(ParameterStore store, NDArray x, boolean training) {
    return layers.stream().map(layer -> store.getValue(layer, x.getDevice(), training)).toList();
  }
}
