package org.gramscape.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.Test;

/** A block that leaves out samples, by the permutations that the reference drew. */
class StochasticDepthGoldenTest {

  @Test
  void isTheReferences() throws Exception {
    try (Golden golden = new Golden("droppath_block");
        NDManager manager = Torch.newManager()) {
      TransformerBlock block = new TransformerBlock(VitConfig.mlp(32, 1, 2));
      for (var named : block.namedParameters().entrySet()) {
        named.getValue().setArray(golden.get("w." + named.getKey(), manager));
      }
      for (String crop : List.of("1", "2")) {
        int[][] orders = {
          permutation(golden, "attn_perm.x" + crop, manager),
          permutation(golden, "mlp_perm.x" + crop, manager)
        };
        StochasticDepth depth = new StochasticDepth(orders, (int) (orders[0].length * 0.6));
        NDArray y =
            block.add(
                new ParameterStore(manager, false),
                golden.get("x" + crop, manager),
                rope(golden, crop, manager),
                depth,
                0,
                true);
        golden.check("y" + crop, y);
      }
    }
  }

  @Test
  void addsTheBranchInTheMean() {
    try (NDManager manager = Torch.newManager()) {
      NDArray x = manager.zeros(new Shape(10, 1));
      StochasticDepth depth = StochasticDepth.draw(0.3, 2, 10, new SplittableRandom(1));
      float[] y = depth.add(0, x, part -> part.add(1)).toFloatArray();
      assertThat(y).containsOnly(0f, 10 / 7f);
      float sum = 0;
      for (float value : y) {
        sum += value;
      }
      assertThat(sum).isEqualTo(10f, offset(1e-5f));
    }
  }

  private static int[] permutation(Golden golden, String name, NDManager manager) throws Exception {
    float[] values = golden.get(name, manager).toFloatArray();
    int[] order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) values[i];
    }
    return order;
  }

  /** Five tokens before the patches are not turned. */
  private static RotaryEmbedding rope(Golden golden, String crop, NDManager manager)
      throws Exception {
    NDArray sin = golden.get("sin" + crop, manager);
    NDArray cos = golden.get("cos" + crop, manager);
    NDArray prefix = manager.zeros(new Shape(5, 16));
    return new RotaryEmbedding(prefix.concat(sin, 0), prefix.add(1).concat(cos, 0));
  }
}
