package org.gramscape.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The numbers of a run: a JSON object a line, each with its iteration. */
record Metrics(Path file) {
  private static final JsonMapper JSON = new JsonMapper();
  static final String ITERATION = "iteration";

  /**
   * Adds a line.
   *
   * @param numbers by name; what is no finite number becomes null
   */
  void append(long iteration, Map<String, Double> numbers) throws IOException {
    ObjectNode line = JSON.createObjectNode().put(ITERATION, iteration);
    numbers.forEach(
        (name, value) -> line.put(name, Double.isFinite(value) ? Double.valueOf(value) : null));
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** All lines that are whole; the last of a run that was killed may not be. */
  List<JsonNode> read() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          JsonNode node = JSON.readTree(line);
          if (node.path(ITERATION).isNumber()) {
            lines.add(node);
          }
        } catch (JsonProcessingException e) {
          // Cut off in the middle.
        }
      }
    }
    return lines;
  }

  /** Forgets what came after an iteration. */
  void cutAfter(long iteration) throws IOException {
    StringBuilder kept = new StringBuilder();
    for (JsonNode line : read()) {
      if (line.path(ITERATION).asLong() <= iteration) {
        kept.append(line).append('\n');
      }
    }
    WholeFile.write(file, kept);
  }
}
