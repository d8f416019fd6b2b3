package org.gramscape.model.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.Golden;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.ssl.loss.DinoLoss;
import org.gramscape.model.ssl.loss.GramLoss;
import org.gramscape.model.ssl.loss.IbotPatchLoss;
import org.gramscape.model.ssl.loss.KoLeoLoss;
import org.gramscape.model.ssl.loss.SinkhornKnopp;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two whole steps of each stage: losses, every gradient, weights and their running mean. */
class TrainStepGoldenTest {
  private static final Map<String, String> COMPONENTS = new LinkedHashMap<>();

  static {
    COMPONENTS.put("total", "total");
    COMPONENTS.put("dinoLocal", "dino_local_crops_loss");
    COMPONENTS.put("dinoGlobal", "dino_global_crops_loss");
    COMPONENTS.put("ibot", "ibot_loss");
    COMPONENTS.put("koleo", "koleo_loss");
    COMPONENTS.put("gram", "gram_loss");
  }

  /** Runs the blocks of a network. */
  private interface Kernel {
    ResidualBranches of(VisionTransformer backbone);
  }

  private static final Kernel PLAIN =
      backbone ->
          backbone.plainBranches(new ParameterStore(backbone.parameterManager(), false), true);
  private static final Kernel FUSED = backbone -> new FusedBranches(backbone, Precision.FP32);

  @ParameterizedTest
  @ValueSource(strings = {"pretrain", "gram", "highres", "distill"})
  void isTheReferences(String stage) throws Exception {
    check(stage, PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pretrain", "gram", "highres", "distill"})
  void isTheReferencesWithFusedBranches(String stage) throws Exception {
    check(stage, FUSED);
  }

  private static void check(String stage, Kernel kernel) throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(Golden.path("trainstep_" + stage + ".json").toFile());
    try (Golden golden = new Golden("trainstep_" + stage);
        NDManager manager = Torch.newManager()) {
      TrainStep step = step(stage, json, golden, manager, kernel);
      Student student = step.students().get(0);
      Batch batch = batch(golden, manager);
      Rates rates = rates(json);

      if (stage.equals("pretrain")) {
        golden.check(
            "fwd.teacher.cls_centered",
            step.teacher().targets(batch, rates.teacherTemperature()).ofCrops().reshape(2, 4, 48));
      }
      if (student.gramTeacher() != null) {
        golden.check("fwd.gram.teacher_patches", student.gramTeacher().features(batch, 4, 4));
      }
      for (int i = 0; i <= 2; i++) {
        student.optimiser().clearGradients();
        Map<String, Double> losses =
            student.backward(
                batch,
                step.teacher().targets(batch, rates.teacherTemperature()),
                rates,
                1,
                new SplittableRandom(1));
        JsonNode expected = json.get("steps").get(i);
        COMPONENTS.forEach(
            (ours, theirs) -> {
              assertThat(losses.containsKey(ours)).as(ours).isEqualTo(expected.has(theirs));
              if (losses.containsKey(ours)) {
                assertThat(losses.get(ours))
                    .as(ours)
                    .isCloseTo(expected.get(theirs).asDouble(), withPercentage(1e-3));
              }
            });
        if (i == 0) {
          for (Map.Entry<String, Parameter> named :
              student.network().namedParameters().entrySet()) {
            // The golden gradients were written down after they had been clipped.
            String part = named.getKey().substring(0, named.getKey().indexOf('.'));
            double norm = expected.get(part + "_grad_norm").asDouble();
            double clip = Math.min(1, json.at("/config/optim/clip_grad").asDouble() / norm);
            NDArray gradient = named.getValue().getArray().getGradient();
            golden.checkRelative("grad0." + named.getKey(), gradient.mul(clip), 2e-4);
          }
        }
        if (i == 2) {
          check(golden, "student2.", student.network());
          check(golden, "ema2.", student.average());
        }
        StepReport report =
            step.run(List.of(owner -> batch(golden, owner)), List.of(rates), 1).get(0);
        report
            .gradientNorms()
            .forEach(
                (part, norm) ->
                    assertThat(norm)
                        .as(part)
                        .isCloseTo(
                            expected.get(part + "_grad_norm").asDouble(), withPercentage(0.05)));
      }
    }
  }

  private static void check(Golden golden, String prefix, SslNetwork network) throws Exception {
    for (Map.Entry<String, Parameter> named : network.namedParameters().entrySet()) {
      golden.check(prefix + named.getKey(), named.getValue().getArray().stopGradient(), 5e-4);
    }
  }

  private static TrainStep step(
      String stage, JsonNode json, Golden golden, NDManager manager, Kernel kernel)
      throws Exception {
    JsonNode config = json.get("config");
    VitConfig vit = vit(config.get("student"), 32, 2);
    SslNetwork student = network(vit, config);
    load(student, golden, "student0.", manager);
    SslNetwork average = network(vit, config);
    SslNetwork frozen = average;
    if (stage.equals("distill")) {
      average.copyFrom(student, manager);
      frozen = network(vit(json.at("/teacher_config/student"), 48, 3), config);
      load(frozen, golden, "teacher_frozen.", manager);
    } else {
      load(average, golden, "teacher0.", manager);
    }
    GramTeacher gramTeacher = null;
    if (config.at("/gram/use_loss").asBoolean()) {
      VisionTransformer backbone = new VisionTransformer(vit);
      load(backbone, golden, "gram.backbone.", manager);
      gramTeacher = new GramTeacher(backbone, kernel.of(backbone), false);
    }
    Objective objective =
        new Objective(
            config.at("/dino/loss_weight").asDouble(),
            config.at("/ibot/loss_weight").asDouble(),
            config.at("/dino/koleo_loss_weight").asDouble(),
            new DinoLoss(),
            new IbotPatchLoss(),
            new KoLeoLoss(1, config.at("/dino/koleo_distributed_loss_group_size").asInt(0)),
            new GramLoss(),
            !stage.equals("distill"),
            0);
    JsonNode optim = config.get("optim");
    Optimiser optimiser =
        new Optimiser(
            student,
            new Optimiser.Settings(
                optim.get("adamw_beta1").asDouble(),
                optim.get("adamw_beta2").asDouble(),
                optim.get("clip_grad").asDouble(),
                optim.get("layerwise_decay").asDouble(),
                optim.get("patch_embed_lr_mult").asDouble()));
    Teacher teacher =
        new Teacher(
            frozen, kernel.of(frozen.backbone()), new SinkhornKnopp(), new SinkhornKnopp(), true);
    return new TrainStep(
        teacher,
        List.of(
            new Student(
                student,
                kernel.of(student.backbone()),
                average,
                gramTeacher,
                objective,
                optimiser)));
  }

  private static SslNetwork network(VitConfig vit, JsonNode config) {
    return new SslNetwork(vit, head(config.get("dino")), head(config.get("ibot")));
  }

  private static DinoHead.Size head(JsonNode config) {
    return new DinoHead.Size(
        config.get("head_n_prototypes").asInt(),
        config.get("head_hidden_dim").asInt(),
        config.get("head_bottleneck_dim").asInt(),
        config.get("head_nlayers").asInt());
  }

  private static VitConfig vit(JsonNode config, int width, int heads) {
    VitConfig.Builder builder =
        new VitConfig.Builder(width, 2, heads)
            .patchSize(8)
            .qkvBias(config.path("qkv_bias").asBoolean(true), true)
            .untieLocalClassNorm(config.get("untie_global_and_local_cls_norm").asBoolean());
    if (config.get("ffn_layer").asText().equals("swiglu64")) {
      builder.feedForward(
          FeedForward.SWIGLU,
          VitConfig.swigluHiddenWidth(width, config.path("ffn_ratio").asDouble(4), 64));
    }
    return builder.build();
  }

  private static void load(NamedBlock block, Golden golden, String prefix, NDManager manager)
      throws Exception {
    for (Map.Entry<String, Parameter> named : block.namedParameters().entrySet()) {
      named.getValue().setArray(golden.get(prefix + named.getKey(), manager));
    }
  }

  private static Batch batch(Golden golden, NDManager manager) {
    try {
      String gram = "data.collated_gram_teacher_crops";
      return new Batch(
          golden.get("data.collated_global_crops", manager),
          golden.get("data.collated_local_crops", manager),
          golden.file().tensors().containsKey(gram) ? golden.get(gram, manager) : null,
          golden.mask("data.collated_masks", manager),
          golden.get("data.mask_indices_list", manager).toType(DataType.INT64, false),
          golden.get("data.masks_weight", manager));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Rates rates(JsonNode json) {
    JsonNode first = json.get("steps").get(0);
    return new Rates(
        json.get("lr").asDouble(),
        json.get("last_layer_lr").asDouble(),
        json.get("wd").asDouble(),
        json.get("teacher_temp").asDouble(),
        json.get("ema_momentum").asDouble(),
        first.get("dino_local_loss_weight").asDouble(),
        first.path("gram_loss_weight").asDouble(0));
  }
}
