package org.gramscape.cli.evaluate;

import java.util.List;
import org.gramscape.canopy.HeightAssessment;

/**
 * A map by its name, and how good it is.
 *
 * @param doubts what may be wrong with its truth, a sentence each
 */
public record AssessedMap(String name, HeightAssessment assessment, List<String> doubts) {
  public AssessedMap {
    doubts = List.copyOf(doubts);
  }
}
