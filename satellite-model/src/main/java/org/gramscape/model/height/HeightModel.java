package org.gramscape.model.height;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.Precision;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DepthHead;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/** What learns to say heights: a head, and the backbone below it unless that is frozen. */
final class HeightModel extends NamedBlock implements AutoCloseable {
  static final String BACKBONE = "backbone";
  static final String HEAD = "head";

  /** Of the last layer, so that every bin has a share of the first heights and learns. */
  private static final float FIRST_WEIGHT = 0.5f;

  private final VisionTransformer backbone;
  private final DepthHead head;
  private final Map<String, NamedBlock> subModules = new LinkedHashMap<>();

  /**
   * A model without values.
   *
   * @param backbone null where it is frozen
   */
  HeightModel(VitConfig backbone, DepthConfig head, Precision precision) {
    this.backbone = backbone == null ? null : part(BACKBONE, new VisionTransformer(backbone));
    this.head = head.head(precision);
    part(HEAD, this.head.network());
    if (this.backbone != null) {
      subModules.put(BACKBONE, this.backbone);
    }
    subModules.put(HEAD, this.head.network());
  }

  /** Null where it is frozen. */
  VisionTransformer backbone() {
    return backbone;
  }

  DepthHead head() {
    return head;
  }

  Map<String, NamedBlock> subModules() {
    return subModules;
  }

  /** Takes over the values of a model of the same shape, in memory of its own. */
  void copyFrom(HeightModel other, NDManager owner) {
    Map<String, Parameter> values = other.namedParameters();
    namedParameters()
        .forEach(
            (name, parameter) -> {
              NDArray own = values.get(name).getArray().duplicate();
              own.attach(owner);
              parameter.setArray(own);
            });
  }

  /**
   * Gives the head its first values: normal, by the number of values that each sums (He et al.
   * 2015).
   */
  void fillHead(long seed, NDManager owner) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Parameter> parameters = head.network().namedParameters();
    head.network()
        .namedShapes()
        .forEach(
            (name, shape) ->
                parameters
                    .get(name)
                    .setArray(Tensors.of(owner, first(name, shape, random), shape)));
  }

  private static float[] first(String name, Shape shape, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (name.contains("batchnorm")) {
      Arrays.fill(values, name.endsWith("weight") || name.endsWith("running_var") ? 1 : 0);
    } else if (name.equals("conv_depth.head.4.bias")) {
      Arrays.fill(values, FIRST_WEIGHT);
    } else if (name.endsWith("weight")) {
      double deviation = Math.sqrt(2.0 * shape.get(0) / shape.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }

  /** Frees the head's script; values are their manager's. */
  @Override
  public void close() {
    head.network().close();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    throw new UnsupportedOperationException("call the backbone and the head by themselves");
  }
}
