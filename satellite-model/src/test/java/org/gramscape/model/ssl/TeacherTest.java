package org.gramscape.model.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.loss.TeacherTargets;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.api.Test;

class TeacherTest {
  private static final int CROPS = 4;
  private static final int PLACES = 9;
  private static final DinoHead.Size HEAD = new DinoHead.Size(8, 16, 8, 3);

  /** Scores as they are: softmax and Sinkhorn would hide small differences. */
  private static final TeacherTargets SCORES = (logits, temperature) -> logits.duplicate();

  @Test
  void withoutPlaceCropsThatLookAlikeTellNothing() {
    try (NDManager manager = Torch.newManager()) {
      assertThat(spread(manager, true)).isGreaterThan(1e-2);
      assertThat(spread(manager, false)).isLessThan(1e-5);
    }
  }

  /** The largest difference between what is said of two patches, all crops being the same. */
  private static double spread(NDManager manager, boolean placeInTargets) {
    VitConfig config = VitConfig.swiglu(32, 2, 2, 64);
    SslNetwork network = new SslNetwork(config, HEAD, HEAD);
    InitialWeights.fill(network, new Recipe.Start(1, 0.1), 7, manager);
    NDArray crop = manager.arange(0, 3 * 48 * 48, 1, DataType.FLOAT32).sin();
    NDArray crops = crop.reshape(1, 3, 48, 48).repeat(0, CROPS);
    Batch batch =
        new Batch(
            crops,
            crops,
            null,
            manager.ones(new Shape(CROPS, PLACES), DataType.BOOLEAN),
            manager.arange(0, CROPS * PLACES, 1, DataType.INT64),
            manager.ones(new Shape(CROPS * PLACES)));
    VisionTransformer backbone = network.backbone();
    ResidualBranches branches =
        backbone.plainBranches(new ParameterStore(backbone.parameterManager(), false), true);
    Teacher teacher = new Teacher(network, branches, SCORES, SCORES, placeInTargets);
    NDArray scores = teacher.targets(batch, 1).ofPatches();
    return scores.max(new int[] {0}).sub(scores.min(new int[] {0})).max().getFloat();
  }
}
