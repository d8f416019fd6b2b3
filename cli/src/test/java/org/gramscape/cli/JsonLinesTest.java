package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.samples.SampleScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --progress json}, a program can read every line on standard error. */
class JsonLinesTest {
  @TempDir Path folder;

  private static List<JsonNode> lines(CommandRun run) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : run.err().lines().toList()) {
      nodes.add(new ObjectMapper().readTree(line));
    }
    return nodes;
  }

  @Test
  void messagesProgressAndErrorsAreObjects() throws IOException {
    SampleScene sample = SampleScene.generate(5, 256, 256, folder, false);
    Path map = folder.resolve("out.tif");

    CommandRun run = CommandRun.of("canopy-height", sample.scene(), map, "--progress", "json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(lines(run)).allMatch(JsonNode::isObject);
    assertThat(lines(run)).anyMatch(line -> line.has("message"));
    assertThat(lines(run)).anyMatch(line -> line.has("progress"));

    CommandRun again = CommandRun.of("canopy-height", sample.scene(), map, "--progress", "json");
    assertThat(again.exitCode()).isEqualTo(Failure.FAILED);
    assertThat(lines(again)).singleElement().matches(line -> line.has("error"));
  }
}
