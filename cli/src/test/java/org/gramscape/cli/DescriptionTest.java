package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DescriptionTest {

  /** The commands that do something, as a person types them. */
  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    addLeaves(Gramscape.commandLine(), "", names);
    return names.stream();
  }

  private static void addLeaves(CommandLine parent, String prefix, List<String> names) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getSubcommands().isEmpty()) {
                names.add(prefix + name);
              } else {
                addLeaves(command, prefix + name + " ", names);
              }
            });
  }

  @Test
  void theFormsThatWerePromisedAreThere() {
    assertThat(commands())
        .contains(
            "info",
            "doctor",
            "features",
            "pca",
            "fit height",
            "fit classes",
            "canopy-height",
            "land-cover",
            "suggest",
            "cluster",
            "similar",
            "vectorize",
            "validate",
            "change",
            "objects",
            "evaluate height",
            "evaluate classes",
            "evaluate features",
            "evaluate area",
            "evaluate few-shot",
            "sample",
            "model list",
            "model info",
            "model import",
            "model pull",
            "model export",
            "bench model",
            "bench rasters",
            "bench polygons",
            "demo",
            "describe");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpShowsAnExampleThatTheParserAccepts(String command) {
    List<Object> words = new ArrayList<>(List.of(command.split(" ")));
    words.add("--help");
    CommandRun run = CommandRun.of(words.toArray());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    String example = run.out().substring(run.out().indexOf("Example"));
    String line = example.lines().filter(l -> l.contains("gramscape ")).findFirst().orElseThrow();
    String[] arguments =
        line.substring(line.indexOf("gramscape ")).replaceAll(" ?(>|&&|\\)).*", "").split(" ");
    Gramscape.commandLine().parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  /** picocli takes them for formats, and only warns of one that is none: of a bare percent sign. */
  @Test
  void descriptionsAreFormats() {
    List<String> texts = new ArrayList<>();
    addTexts(Gramscape.commandLine(), texts);
    assertThat(texts).allSatisfy(text -> assertThat(String.format(text)).isNotEmpty());
  }

  private static void addTexts(CommandLine command, List<String> texts) {
    texts.addAll(List.of(command.getCommandSpec().usageMessage().description()));
    command.getSubcommands().values().forEach(each -> addTexts(each, texts));
  }

  @Test
  void describeTellsOfEveryCommandAndEveryOption() throws IOException {
    JsonNode root = new ObjectMapper().readTree(CommandRun.of("describe").out());
    List<String> told = new ArrayList<>();
    for (JsonNode command : root.get("commands")) {
      told.add(command.get("name").asText());
      assertThat(command.get("description").asText()).isNotEmpty();
      for (JsonNode option : command.get("options")) {
        assertThat(option.get("description").asText()).as(option.toString()).isNotEmpty();
        assertThat(option.get("type").asText()).isNotEmpty();
      }
    }
    assertThat(told).containsExactlyElementsOf(commands().toList());

    JsonNode map = find(root.get("commands"), "canopy-height");
    assertThat(names(map.get("parameters"))).containsExactly("SCENE", "OUT.tif");
    assertThat(names(map.get("options")))
        .contains(
            "--head",
            "--model",
            "--tile",
            "--overlap",
            "--gsd",
            "--precision",
            "--threads",
            "--max-memory",
            "--resume",
            "--quicklook",
            "--json",
            "--overwrite",
            "--co",
            "--quiet",
            "--bands",
            "--scale",
            "--backend",
            "--progress",
            "--debug");
    JsonNode tile = find(map.get("options"), "--tile");
    assertThat(tile.get("default").asText()).isEqualTo("512");
    assertThat(tile.get("type").asText()).isEqualTo("integer");
    JsonNode precision = find(map.get("options"), "--precision");
    assertThat(precision.get("choices").toString())
        .isEqualTo("[\"auto\",\"fp32\",\"bf16\",\"int8\"]");
    assertThat(find(map.get("options"), "--head").get("required").asBoolean()).isFalse();
    JsonNode classes = find(root.get("commands"), "fit classes");
    assertThat(find(classes.get("options"), "--labels").get("repeatable").asBoolean()).isTrue();
    assertThat(find(classes.get("options"), "--field").get("repeatable").asBoolean()).isFalse();
    JsonNode fit = find(root.get("commands"), "fit height");
    assertThat(find(fit.get("options"), "--pair").get("required").asBoolean()).isTrue();
  }

  private static JsonNode find(JsonNode entries, String name) {
    return StreamSupport.stream(entries.spliterator(), false)
        .filter(entry -> entry.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonNode entries) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.get("name").asText())
        .toList();
  }
}
