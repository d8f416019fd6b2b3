package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
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

  static void put(ObjectNode node, InferenceSummary summary) {
    node.put("tiles", summary.tiles());
    node.put("skippedTiles", summary.skipped());
    node.put("seconds", summary.seconds());
    Json.putScore(node, "seamScore", summary.seamScore());
  }
}
