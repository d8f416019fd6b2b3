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
        CommandRun.of("model", "export", "untrained-tiny", exported, "--dtype", "bf16");
    assertThat(export.exitCode()).as(export.err()).isZero();
    CommandRun again = CommandRun.of("model", "export", "untrained-tiny", exported);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("--overwrite");

    JsonNode info =
        new ObjectMapper().readTree(CommandRun.of("model", "info", exported, "--json").out());
    assertThat(info.get("trained").asBoolean()).isFalse();
    assertThat(info.get("layout").asText()).isEqualTo("Hugging Face");
    assertThat(info.get("storage").toString()).isEqualTo("[\"BF16\"]");
    assertThat(info.get("location").asText())
        .isEqualTo(exported.resolve("model.safetensors").toString());
    assertThat(CommandRun.of("model", "info", exported).out())
        .contains("BF16", "safetensors, names of Hugging Face", "RoPE", "exact", "Licence");
  }

  @Test
  void aModelIsTimedInEveryPrecision() {
    CommandRun bench =
        CommandRun.of("bench", "model", "--model", "untrained-tiny", "--side", 64, "--rounds", 1);
    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("untrained-tiny (vit_3x384), 64 px").doesNotContain("NaN");
    assertThat(bench.out().lines().map(line -> line.split(" ")[0]))
        .containsSubsequence("fp32", "bf16", "int8");
  }
}
