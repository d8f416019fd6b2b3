package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.gramscape.canopy.HeightQuality;
import org.gramscape.tiling.InferenceSummary;

/** What a run did, in words and in JSON. */
final class Summaries {
  private Summaries() {}

  static String text(InferenceSummary summary) {
    String skipped = summary.skipped() == 0 ? "" : ", " + summary.skipped() + " without data";
    String seams =
        Double.isNaN(summary.seamScore())
            ? ""
            : String.format(Locale.ROOT, ", seam score %.2f (1 is seamless)", summary.seamScore());
    return String.format(
        Locale.ROOT,
        "%s%s in %.1f s%s",
        Text.count(summary.tiles(), "tile"),
        skipped,
        summary.seconds(),
        seams);
  }

  /** How heights are spread, and what is not known. */
  static String text(HeightQuality quality) {
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "No data %.1f %%; heights", 100 * quality.nodataShare()));
    for (int i = 0; i < quality.histogram().size(); i++) {
      int from = i * HeightQuality.CLASS_METRES;
      String to =
          i == quality.histogram().size() - 1 ? "+" : "-" + (from + HeightQuality.CLASS_METRES);
      if (quality.histogram().get(i) > 0) {
        text.append(
            String.format(
                Locale.ROOT, " %d%s m %.1f %%,", from, to, 100 * quality.histogram().get(i)));
      }
    }
    return text.toString().replaceFirst(",$", "");
  }

  static void put(ObjectNode node, HeightQuality quality) {
    node.put("nodataShare", quality.nodataShare());
    node.put("histogramMetres", HeightQuality.CLASS_METRES);
    ArrayNode histogram = node.putArray("histogram");
    quality.histogram().forEach(histogram::add);
    ArrayNode warnings = node.putArray("warnings");
    quality.warnings().forEach(warnings::add);
  }

  static void put(ObjectNode node, InferenceSummary summary) {
    node.put("tiles", summary.tiles());
    node.put("skippedTiles", summary.skipped());
    node.put("seconds", summary.seconds());
    Json.putScore(node, "seamScore", summary.seamScore());
  }
}
