package org.gramscape.model.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.Garbage;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.data.BatchMaker;
import org.gramscape.model.ssl.data.ColourJitter;
import org.gramscape.model.ssl.data.Distortion;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.MaskSampler;
import org.gramscape.model.ssl.data.MultiCrop;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.loss.DinoLoss;
import org.gramscape.model.ssl.loss.GramLoss;
import org.gramscape.model.ssl.loss.IbotPatchLoss;
import org.gramscape.model.ssl.loss.KoLeoLoss;
import org.gramscape.model.ssl.loss.SinkhornKnopp;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.RopeAugmentation;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the forward pass made lives until the backward pass has used it. */
class BackwardTest {
  private static final DinoHead.Size HEAD = new DinoHead.Size(32, 24, 16, 3);
  private static final VitConfig CONFIG =
      VitConfig.swiglu(32, 2, 2, 64).toBuilder()
          .rope(RopeConfig.ofBase(100).withAugmentation(new RopeAugmentation(0.1, 1.1, 2)))
          .build();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void garbageCollectionChangesNoGradient(boolean fused) throws Exception {
    Map<String, float[]> expected = gradients(fused, false);
    Map<String, float[]> actual = gradients(fused, true);
    expected.forEach(
        (name, gradient) -> assertThat(actual.get(name)).as(name).containsExactly(gradient));
  }

  @Test
  void teachersLeaveNothingButWhatTheySay() throws Exception {
    try (NDManager manager = Torch.newManager()) {
      SslNetwork teaching = new SslNetwork(CONFIG, HEAD, HEAD);
      InitialWeights.fill(teaching, new Recipe.Start(1e-5, 0.02), 2, manager);
      Batch batch = maker().make(0).tensors(manager);
      int before = manager.getManagedArrays().size();
      teacher(teaching).targets(batch, 0.05);
      assertThat(manager.getManagedArrays()).hasSize(before + 2);
      gramTeacher(teaching).features(batch, 4, 4);
      assertThat(manager.getManagedArrays()).hasSize(before + 3);
    }
  }

  /** The gradient of one step, without or with a garbage collection in the middle of it. */
  private static Map<String, float[]> gradients(boolean fused, boolean collect) throws Exception {
    try (NDManager manager = Torch.newManager()) {
      SslNetwork student = new SslNetwork(CONFIG, HEAD, HEAD);
      InitialWeights.fill(student, new Recipe.Start(1e-5, 0.02), 1, manager);
      student.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      SslNetwork teaching = new SslNetwork(CONFIG, HEAD, HEAD);
      InitialWeights.fill(teaching, new Recipe.Start(1e-5, 0.02), 2, manager);
      Batch batch = maker().make(0).tensors(manager);
      Objective objective =
          new Objective(
              1,
              1,
              0.1,
              new DinoLoss(),
              new IbotPatchLoss(),
              new KoLeoLoss(),
              new GramLoss(),
              true,
              0.3);
      Rates rates = new Rates(0, 0, 0, 0.05, 1, 1, 2);
      Teacher.Targets targets = teacher(teaching).targets(batch, rates.teacherTemperature());
      try (FusedBranches kernel = new FusedBranches(student.backbone(), Precision.FP32);
          GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        ResidualBranches branches = fused ? kernel : plain(student.backbone());
        LossTerms losses =
            objective.of(
                student,
                branches,
                batch,
                targets,
                gramTeacher(teaching),
                rates,
                new SplittableRandom(3));
        if (collect) {
          Garbage.collect();
        }
        collector.backward(losses.total());
      }
      Map<String, float[]> gradients = new LinkedHashMap<>();
      student
          .namedParameters()
          .forEach(
              (name, parameter) ->
                  gradients.put(name, parameter.getArray().getGradient().toFloatArray()));
      return gradients;
    }
  }

  private static Teacher teacher(SslNetwork network) {
    return new Teacher(
        network, plain(network.backbone()), new SinkhornKnopp(), new SinkhornKnopp(), true);
  }

  private static GramTeacher gramTeacher(SslNetwork network) {
    return new GramTeacher(network.backbone(), plain(network.backbone()), false);
  }

  private static ResidualBranches plain(VisionTransformer backbone) {
    return backbone.plainBranches(new ParameterStore(backbone.parameterManager(), false), true);
  }

  private static BatchMaker maker() {
    return new BatchMaker(
        random -> {
          float[] values = new float[3 * 80 * 80];
          for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
          }
          return new Image(values, 3, 80, 80);
        },
        new MultiCrop(
            new MultiCrop.Cut(64, 0.32, 1),
            new MultiCrop.Cut(32, 0.05, 0.32),
            2,
            128,
            false,
            new Distortion(0.8, new ColourJitter(0.4, 0.4, 0.2, 0.1), 0.2, 0.1, 2, 0.2),
            true,
            true),
        new MaskSampler(0.5, 0.1, 0.5),
        new Normalisation(new float[] {0.4f, 0.4f, 0.3f}, new float[] {0.2f, 0.2f, 0.1f}),
        4,
        16,
        1);
  }
}
