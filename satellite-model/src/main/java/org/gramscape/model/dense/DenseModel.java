package org.gramscape.model.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/** What learns: a head, and the backbone below it unless that is frozen. */
final class DenseModel extends NamedBlock implements AutoCloseable {
  static final String BACKBONE = "backbone";
  static final String HEAD = "head";

  private final VisionTransformer backbone;
  private final DenseHead head;
  private final Map<String, NamedBlock> subModules = new LinkedHashMap<>();

  /**
   * A model without values.
   *
   * @param backbone null where it is frozen
   */
  DenseModel(VitConfig backbone, DenseHead head) {
    this.backbone = backbone == null ? null : part(BACKBONE, new VisionTransformer(backbone));
    this.head = head;
    part(HEAD, head.network());
    if (this.backbone != null) {
      subModules.put(BACKBONE, this.backbone);
    }
    subModules.put(HEAD, head.network());
  }

  /** Null where it is frozen. */
  VisionTransformer backbone() {
    return backbone;
  }

  DenseHead head() {
    return head;
  }

  Map<String, NamedBlock> subModules() {
    return subModules;
  }

  /** Gives a network the values of another of the same shape, in memory of its own. */
  static void copy(NamedBlock from, NamedBlock to, NDManager owner) {
    Map<String, Parameter> values = from.namedParameters();
    to.namedParameters()
        .forEach(
            (name, parameter) -> {
              NDArray own = values.get(name).getArray().duplicate();
              own.attach(owner);
              parameter.setArray(own);
            });
  }

  /** Gives the head its first values. */
  void fillHead(long seed, NDManager owner) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Parameter> parameters = head.network().namedParameters();
    head.network()
        .namedShapes()
        .forEach(
            (name, shape) ->
                parameters
                    .get(name)
                    .setArray(Tensors.of(owner, head.firstValues(name, shape, random), shape)));
  }

  /** Frees the head's scripts; values are their manager's. */
  @Override
  public void close() {
    head.close();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    throw new UnsupportedOperationException("call the backbone and the head by themselves");
  }
}
