package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.gramscape.canopy.Calibration;
import org.gramscape.canopy.HeightAssessment;
import org.gramscape.canopy.HeightIntervals;
import org.gramscape.canopy.HeightProtocol;
import org.gramscape.canopy.HeightScores;
import org.gramscape.canopy.Interval;
import org.gramscape.cli.evaluate.AssessedMap;

/** Figures of compared heights as JSON. */
final class HeightJson {
  private HeightJson() {}

  /** All of them together, and of several maps each. */
  static ObjectNode of(HeightProtocol protocol, List<AssessedMap> maps, HeightAssessment pooled) {
    ObjectNode node = scores(pooled.scores());
    node.put("protocol", protocol.name());
    Json.putScore(node, "edgeError", pooled.edgeError());
    Json.putScore(node, "relativeMae", pooled.relativeMae());
    Json.putScore(node, "coverIou", pooled.coverIou());
    HeightIntervals sure = pooled.intervals();
    ObjectNode intervals = node.putObject("intervals95");
    put(intervals, "mae", sure.mae());
    put(intervals, "rmse", sure.rmse());
    put(intervals, "bias", sure.bias());
    put(intervals, "r2", sure.r2());
    put(intervals, "blockR2", sure.blockR2());
    ArrayNode classes = node.putArray("classes");
    for (HeightAssessment.HeightClass of : pooled.classes()) {
      ObjectNode entry = classes.addObject();
      entry.put("fromMetres", of.from());
      entry.put("toMetres", Double.isInfinite(of.to()) ? null : Double.valueOf(of.to()));
      entry.put("cells", of.cells());
      entry.put("mae", of.mae());
      entry.put("rmse", of.rmse());
      entry.put("bias", of.bias());
    }
    pooled.calibration().ifPresent(calibration -> put(node.putObject("spread"), calibration));
    ArrayNode warnings = node.putArray("warnings");
    maps.forEach(map -> map.doubts().forEach(warnings::add));
    if (maps.size() > 1) {
      ArrayNode each = node.putArray("maps");
      for (AssessedMap map : maps) {
        ObjectNode entry = each.addObject();
        entry.put("name", map.name());
        entry.setAll(scores(map.assessment().scores()));
      }
    }
    return node;
  }

  static ObjectNode scores(HeightScores scores) {
    ObjectNode node = Json.object();
    node.put("cells", scores.cells());
    Json.putScore(node, "mae", scores.mae());
    Json.putScore(node, "rmse", scores.rmse());
    Json.putScore(node, "bias", scores.bias());
    Json.putScore(node, "r2", scores.r2());
    node.put("blocks", scores.blocks());
    node.put("blockMetres", scores.blockMetres());
    Json.putScore(node, "blockR2", scores.blockR2());
    return node;
  }

  private static void put(ObjectNode node, String field, Interval interval) {
    if (!Double.isNaN(interval.low())) {
      node.putArray(field).add(interval.low()).add(interval.high());
    }
  }

  private static void put(ObjectNode node, Calibration calibration) {
    node.put("cells", calibration.cells());
    node.put("withinOne", calibration.withinOne());
    node.put("withinTwo", calibration.withinTwo());
    node.put("ratio", calibration.ratio());
    ArrayNode bins = node.putArray("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      bins.addObject()
          .put("cells", bin.cells())
          .put("spread", bin.spread())
          .put("rmse", bin.rmse());
    }
  }
}
