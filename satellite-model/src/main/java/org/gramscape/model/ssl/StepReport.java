package org.gramscape.model.ssl;

import java.util.Map;

/**
 * What a step says of itself.
 *
 * @param losses by name, before their weights, and {@code total}
 * @param gradientNorms of each sub-module, before clipping; empty where no weights were moved
 */
public record StepReport(Map<String, Double> losses, Map<String, Double> gradientNorms) {

  public double total() {
    return losses.get("total");
  }

  /** Whether weights were moved: the loss and every gradient were finite. */
  public boolean moved() {
    return !gradientNorms.isEmpty();
  }
}
