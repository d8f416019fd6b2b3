package org.gramscape.model.ssl.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gramscape.model.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value of both kinds of schedule. */
class SchedulesGoldenTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos.basic",
        "cos.start_warm",
        "cos.freeze",
        "cos.trunc",
        "cos.momentum",
        "v2.basic",
        "v2.const_tail",
        "v2.gram_weight",
        "v2.highres_lr",
        "v2.all_const"
      })
  void isTheReferences(String name) throws Exception {
    JsonNode arguments =
        new ObjectMapper().readTree(Golden.path("schedules.json").toFile()).get(name);
    Schedule schedule = name.startsWith("cos.") ? cosine(arguments) : warmupCosine(arguments);
    try (Golden golden = new Golden("schedules")) {
      double[] expected = golden.doubles(name);
      for (int i = 0; i < expected.length; i++) {
        assertThat(schedule.at(i)).as("%s[%d]", name, i).isEqualTo(expected[i], offset(1e-15));
      }
      assertThat(schedule.at(expected.length)).isEqualTo(schedule.at(1_000_000_000));
    }
  }

  private static Schedule cosine(JsonNode arguments) {
    return new CosineSchedule(
        arguments.path("start_warmup_value").asDouble(0),
        arguments.get("base_value").asDouble(),
        arguments.get("final_value").asDouble(),
        arguments.path("freeze_iters").asLong(0),
        arguments.path("warmup_iters").asLong(0),
        arguments.get("total_iters").asLong(),
        arguments.path("trunc_extra").asDouble(0));
  }

  private static Schedule warmupCosine(JsonNode arguments) {
    long warmup = arguments.get("warmup_iterations").asLong();
    return new WarmupCosineSchedule(
        arguments.get("start").asDouble(),
        arguments.get("peak").asDouble(),
        arguments.get("end").asDouble(),
        warmup,
        arguments
            .path("cosine_iterations")
            .asLong(arguments.get("total_iterations").asLong() - warmup));
  }
}
