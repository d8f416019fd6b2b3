package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFewShotTest {
  @TempDir static Path folder;
  private static SampleScene scene;

  @BeforeAll
  static void makeScene() throws IOException {
    scene = SampleScene.generate(5, 240, 240, folder, false);
  }

  @Test
  void curvesOfAGeneratedScene() throws IOException {
    Path plot = folder.resolve("curves.svg");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "few-shot",
            scene.scene(),
            scene.classes(),
            "-q",
            "--json",
            "--labels",
            "1,10",
            "--draws",
            3,
            "--methods",
            "logistic,prototypes",
            "--cells",
            3000,
            "--block",
            "30m",
            "--plot",
            plot,
            "--beside",
            "a forest=0.1,0.2");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    JsonNode result = new ObjectMapper().readTree(run.out()).get(0);
    assertThat(result.get("model").asText()).isEqualTo("gramscape-vitt16");
    assertThat(result.get("cells").asInt()).isBetween(2000, 3000);
    assertThat(result.get("scores")).hasSize(4);
    double few = result.at("/scores/0/meanIou").asDouble();
    double more = result.at("/scores/2/meanIou").asDouble();
    assertThat(few).isBetween(0.05, more);
    assertThat(result.at("/scores/2/apartMeanIou").asDouble()).isBetween(0.05, more);
    assertThat(Files.readString(plot))
        .contains("<svg", "gramscape-vitt16", "in other blocks", "a forest")
        .contains("stroke-dasharray");
  }

  private static void refused(int code, String message, Object... more) {
    Object[] words = new Object[5 + more.length];
    System.arraycopy(
        new Object[] {"evaluate", "few-shot", scene.scene(), scene.classes(), "-q"},
        0,
        words,
        0,
        5);
    System.arraycopy(more, 0, words, 5, more.length);
    CommandRun run = CommandRun.of(words);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(code);
  }

  @Test
  void whatCannotBeTold() {
    refused(2, "at least one label", "--labels", "0");
    refused(2, "NAME and 4 figures are expected", "--beside", "a=0.1");
    refused(2, "ends in .svg", "--plot", "a.png");
    refused(3, "ask for fewer labels", "--labels", "20000");
  }
}
