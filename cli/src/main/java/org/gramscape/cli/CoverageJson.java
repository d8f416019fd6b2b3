package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gramscape.landcover.coverage.CoverageReport;
import org.gramscape.landcover.coverage.Flaw;

/** Whether polygons are a coverage, as JSON. */
final class CoverageJson {
  private CoverageJson() {}

  static ObjectNode of(String file, CoverageReport report) {
    ObjectNode node = Json.object();
    node.put("file", file);
    node.put("polygons", report.polygons());
    ArrayNode flaws = node.putArray("flaws");
    for (Flaw flaw : report.flaws()) {
      ObjectNode each = flaws.addObject();
      each.put("kind", Text.lower(flaw.kind()));
      each.put("x", flaw.x());
      each.put("y", flaw.y());
      each.put("what", flaw.what());
    }
    return node;
  }
}
