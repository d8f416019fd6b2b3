package org.gramscape.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gramscape.landcover.ClassEvaluation;
import org.gramscape.landcover.ClassScores;
import org.gramscape.landcover.ClassValidation;

/** Figures of classes as JSON. */
final class ClassJson {
  private ClassJson() {}

  static ObjectNode of(ClassScores scores) {
    ObjectNode node = Json.object();
    node.put("cells", scores.cells());
    Json.putScore(node, "accuracy", scores.accuracy());
    Json.putScore(node, "meanIou", scores.meanIou());
    Json.putScore(node, "meanF1", scores.meanF1());
    Json.putScore(node, "kappa", scores.kappa());
    ArrayNode classes = node.putArray("classes");
    for (ClassScores.ClassScore score : scores.classes()) {
      ObjectNode entry = classes.addObject();
      entry.put("value", score.id());
      entry.put("name", score.name());
      entry.put("truthCells", score.truthCells());
      entry.put("f1", score.f1());
      entry.put("iou", score.iou());
      Json.putScore(entry, "precision", score.precision());
      Json.putScore(entry, "recall", score.recall());
    }
    ArrayNode rows = node.putArray("confusion");
    for (long[] row : scores.confusion()) {
      ArrayNode cells = rows.addArray();
      for (long count : row) {
        cells.add(count);
      }
    }
    return node;
  }

  static ObjectNode of(ClassEvaluation evaluation) {
    ObjectNode node = of(evaluation.scores());
    Json.putScore(node, "boundaryF", evaluation.boundaries().mean());
    for (JsonNode entry : node.get("classes")) {
      double f = evaluation.boundaries().of(entry.get("value").asInt());
      Json.putScore((ObjectNode) entry, "boundaryF", f);
    }
    return node;
  }

  static ObjectNode of(ClassValidation validation) {
    ObjectNode node = Json.object();
    node.put("folds", validation.folds());
    node.put("by", Text.lower(validation.kind()));
    node.put("groups", validation.groups());
    if (validation.blockMetres() > 0) {
      node.put("blockMetres", validation.blockMetres());
    }
    validation.doubts().forEach(node.putArray("doubts")::add);
    if (validation.tells()) {
      node.set("scores", of(validation.scores()));
    }
    return node;
  }
}
