package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models on the command line. */
class ModelCommandTest {
  @TempDir Path folder;

  @Test
  void exportedWeightsAreExplained() throws Exception {
    Path exported = folder.resolve("hf");
    CommandRun export =
        CommandRun.of("model", "export", "gramscape-vitt16", exported, "--dtype", "bf16");
    assertThat(export.exitCode()).as(export.err()).isZero();
    CommandRun again = CommandRun.of("model", "export", "gramscape-vitt16", exported);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("--overwrite");

    JsonNode info =
        new ObjectMapper().readTree(CommandRun.of("model", "info", exported, "--json").out());
    assertThat(info.get("layout").asText()).isEqualTo("Hugging Face");
    assertThat(info.get("storage").toString()).isEqualTo("[\"BF16\"]");
    assertThat(info.get("location").asText())
        .isEqualTo(exported.resolve("model.safetensors").toString());
    assertThat(CommandRun.of("model", "info", exported).out())
        .contains("BF16", "safetensors, names of Hugging Face", "RoPE", "exact", "Licence");
  }

  @Test
  void theBuiltInModelIsExplained() throws Exception {
    assertThat(CommandRun.of("model", "list").out()).contains("gramscape-vitt16", "vit_12x192");
    JsonNode info =
        new ObjectMapper()
            .readTree(CommandRun.of("model", "info", "gramscape-vitt16", "--json").out());
    assertThat(info.get("architecture").asText()).isEqualTo("vit_12x192");
    assertThat(info.get("normalisation").asText()).isEqualTo("SAT_493M");
    assertThat(info.get("licence").asText()).contains("Apache-2.0");
    assertThat(info.get("sha256").asText()).hasSize(64);
    assertThat(info.get("storage").toString()).isEqualTo("[\"F16\"]");
    assertThat(CommandRun.of("model", "info", "gramscape-vitt16").out())
        .contains("comes with Gramscape", info.get("sha256").asText(), "Apache-2.0");
  }

  @Test
  void aModelIsTimedInEveryPrecision() {
    CommandRun bench =
        CommandRun.of("bench", "model", "--model", "gramscape-vitt16", "--side", 64, "--rounds", 1);
    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("gramscape-vitt16 (vit_12x192), 64 px").doesNotContain("NaN");
    assertThat(bench.out().lines().map(line -> line.split(" ")[0]))
        .containsSubsequence("fp32", "bf16", "int8");
  }
}
