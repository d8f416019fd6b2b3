package org.gramscape.model.ssl.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gramscape.model.Golden;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitVariant;
import org.junit.jupiter.api.Test;

/** The group of every parameter of a ViT-S, of a head, and of a ConvNeXt's beginning. */
class ParameterGroupGoldenTest {

  @Test
  void isTheReferences() throws Exception {
    JsonNode golden = new ObjectMapper().readTree(Golden.path("param_groups.json").toFile());
    Map<String, Function<String, ParameterGroup>> groups =
        Map.of(
            "vit_small.backbone.decay0.9",
            name -> ParameterGroup.ofBackbone(name, 12, 0.9, 0.2),
            "vit_small.backbone.decay0.98",
            name -> ParameterGroup.ofBackbone(name, 12, 0.98, 0.2),
            "dino_head.decay0.9.wdmult0.5",
            ParameterGroup::ofHead,
            "convnext_tiny.backbone.decay0.9",
            name -> ParameterGroup.ofBackbone(name, 0, 0.9, 0.2));
    for (Map.Entry<String, JsonNode> network : golden.properties()) {
      assertThat(groups).containsKey(network.getKey());
      for (JsonNode expected : network.getValue()) {
        String name = expected.get("name").asText();
        ParameterGroup group = groups.get(network.getKey()).apply(name);
        assertThat(group.learningRateFactor())
            .as(name)
            .isEqualTo(expected.get("lr_multiplier").asDouble(), offset(1e-14));
        assertThat(group.weightDecayFactor())
            .as(name)
            .isEqualTo(expected.get("wd_multiplier").asDouble());
        assertThat(group.lastLayer()).as(name).isEqualTo(expected.get("is_last_layer").asBoolean());
      }
    }
  }

  @Test
  void theNamesAreThoseOfOurNetwork() throws Exception {
    JsonNode golden = new ObjectMapper().readTree(Golden.path("param_groups.json").toFile());
    Set<String> names = new HashSet<>();
    golden.get("vit_small.backbone.decay0.9").forEach(p -> names.add(p.get("name").asText()));
    VitConfig config = VitVariant.SMALL.config().toBuilder().untieLocalClassNorm(true).build();
    assertThat(new VisionTransformer(config).namedParameters().keySet()).isEqualTo(names);
  }
}
