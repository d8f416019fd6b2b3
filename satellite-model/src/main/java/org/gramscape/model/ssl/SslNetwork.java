package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/** A backbone with the two heads of training: what the student is, and the teacher too. */
public final class SslNetwork extends NamedBlock {
  private final VisionTransformer backbone;
  private final DinoHead dinoHead;
  private final DinoHead ibotHead;

  /** A network without values. */
  public SslNetwork(VitConfig config, DinoHead.Size dinoHead, DinoHead.Size ibotHead) {
    this.backbone = part("backbone", new VisionTransformer(config));
    this.dinoHead = part("dino_head", new DinoHead(config.width(), dinoHead));
    this.ibotHead = part("ibot_head", new DinoHead(config.width(), ibotHead));
  }

  public VisionTransformer backbone() {
    return backbone;
  }

  /** Of class tokens. */
  public DinoHead dinoHead() {
    return dinoHead;
  }

  /** Of patch tokens. */
  public DinoHead ibotHead() {
    return ibotHead;
  }

  /** The three parts, each with its own limit to the norm of its gradient. */
  public Map<String, NamedBlock> subModules() {
    Map<String, NamedBlock> parts = new LinkedHashMap<>();
    parts.put("backbone", backbone);
    parts.put("dino_head", dinoHead);
    parts.put("ibot_head", ibotHead);
    return parts;
  }

  /**
   * Takes over another network's values, in memory of its own.
   *
   * @param owner of that memory, for parameters that have no values yet
   */
  public void copyFrom(SslNetwork other, NDManager owner) {
    copy(other, this, owner);
  }

  /** As {@link #copyFrom}, for any two blocks with parameters of the same names. */
  static void copy(NamedBlock from, NamedBlock to, NDManager owner) {
    Map<String, Parameter> values = from.namedParameters();
    to.namedParameters()
        .forEach(
            (name, parameter) -> {
              try (NDArray value = values.get(name).getArray().stopGradient()) {
                if (parameter.isInitialized()) {
                  parameter.getArray().set(new NDIndex(":"), value);
                } else {
                  NDArray own = value.duplicate();
                  own.attach(owner);
                  parameter.setArray(own);
                }
              }
            });
  }

  /** Not for calling as a whole: the heads see tokens that the step chooses. */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    throw new UnsupportedOperationException("call the backbone and the heads by themselves");
  }
}
