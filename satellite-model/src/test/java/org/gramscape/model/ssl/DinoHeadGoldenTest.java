package org.gramscape.model.ssl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Map;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head forward, up to its bottleneck, and backward. */
class DinoHeadGoldenTest {

  @ParameterizedTest
  @ValueSource(ints = {3, 1})
  void isTheReferences(int layers) throws Exception {
    String prefix = "n" + layers + ".";
    try (Golden golden = new Golden("dino_head");
        NDManager manager = Torch.newManager()) {
      DinoHead head = new DinoHead(32, new DinoHead.Size(48, 56, 24, layers));
      for (Map.Entry<String, Parameter> named : head.namedParameters().entrySet()) {
        NDArray values = golden.get(prefix + "w." + named.getKey(), manager);
        values.setRequiresGradient(true);
        named.getValue().setArray(values);
      }
      ParameterStore store = new ParameterStore(manager, false);
      NDArray x = golden.get(prefix + "x", manager);
      x.setRequiresGradient(true);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        NDArray logits = head.apply(store, x, true);
        golden.check(prefix + "y", logits);
        golden.check(prefix + "bottleneck", head.bottleneck(store, x, true));
        gradients.backward(logits.mul(golden.get(prefix + "cot", manager)).sum());
      }
      golden.checkRelative(prefix + "grad_x", x.getGradient(), 2e-4);
      for (Map.Entry<String, Parameter> named : head.namedParameters().entrySet()) {
        golden.checkRelative(
            prefix + "g." + named.getKey(), named.getValue().getArray().getGradient(), 2e-4);
      }
    }
  }
}
