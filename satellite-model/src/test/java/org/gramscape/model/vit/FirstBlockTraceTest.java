package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import org.gramscape.model.Architecture;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.LayerNorm;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StoredTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step of the first block against the reference's trace: says where a difference begins. */
class FirstBlockTraceTest {
  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp", "vit_swiglu", "vit_sat7b"})
  void everyStep(String variant) throws Exception {
    try (NDManager manager = Torch.newManager();
        Golden weights = new Golden(variant + ".weights");
        Golden io = new Golden(variant + ".io")) {
      StateDict dict = StateDict.of(weights.file());
      VitConfig config = ((Architecture.Vit) Architecture.ofShapes(dict)).config();
      ParameterStore store = new ParameterStore(manager, false);
      LayerNorm norm = fill(new LayerNorm(64, 1e-5), "blocks.0.norm1.", weights, manager);
      Attention attention = fill(new Attention(config), "blocks.0.attn.", weights, manager);
      RotaryEmbedding rope =
          RotaryEmbedding.of(
              manager,
              config.rope(),
              RotaryEmbedding.periods(config.rope(), config.headWidth()),
              RopeAugmentation.Draw.IDENTITY,
              config.prefixTokens(),
              4,
              6);

      NDArray normed = norm.apply(store, io.get("trace.a.tokens", manager), false);
      io.check("trace.a.b0.norm1", normed);
      NDArray qkv = attention.qkv(store, normed, false);
      io.check("trace.a.b0.qkv", qkv);
      NDArray heads = attention.splitHeads(qkv);
      io.check("trace.a.b0.q_rope", Attention.rotate(heads.get(0), rope));
      io.check("trace.a.b0.k_rope", Attention.rotate(heads.get(1), rope));
      io.check("trace.a.b0.v", heads.get(2));
      io.check("trace.a.b0.attn_out", attention.apply(store, normed, rope, false));

      NDArray after = io.get("trace.a.b0.after_attn", manager);
      LayerNorm norm2 = fill(new LayerNorm(64, 1e-5), "blocks.0.norm2.", weights, manager);
      NamedBlock feedForward =
          config.feedForward() == FeedForward.MLP
              ? new Mlp(64, config.hiddenWidth())
              : new SwiGlu(64, config.hiddenWidth());
      fill(feedForward, "blocks.0.mlp.", weights, manager);
      NDList inner = new NDList(norm2.apply(store, after, false));
      io.check("trace.a.b0.mlp_out", feedForward.forward(store, inner, false).singletonOrThrow());
    }
  }

  /** The key's third of the bias is dead, whatever a file holds there. */
  @ParameterizedTest
  @ValueSource(strings = {"vit_mlp"})
  void keysHaveNoBias(String variant) throws Exception {
    try (NDManager manager = Torch.newManager();
        Golden weights = new Golden(variant + ".weights");
        Golden io = new Golden(variant + ".io")) {
      VitConfig config =
          ((Architecture.Vit) Architecture.ofShapes(StateDict.of(weights.file()))).config();
      Attention attention = fill(new Attention(config), "blocks.0.attn.", weights, manager);
      NDArray bias = attention.namedParameters().get("qkv.bias").getArray();
      bias.set(new NDIndex("64:128"), 100f);
      NDArray qkv =
          attention.qkv(
              new ParameterStore(manager, false), io.get("trace.a.b0.norm1", manager), false);
      io.check("trace.a.b0.qkv", qkv);
    }
  }

  private static <B extends NamedBlock> B fill(
      B block, String prefix, Golden weights, NDManager manager) throws Exception {
    for (Map.Entry<String, Parameter> named : block.namedParameters().entrySet()) {
      StoredTensor tensor = weights.file().tensors().get(prefix + named.getKey());
      named.getValue().setArray(tensor.read(manager));
    }
    return block;
  }
}
