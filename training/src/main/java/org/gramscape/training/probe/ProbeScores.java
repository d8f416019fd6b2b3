package org.gramscape.training.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gramscape.canopy.HeightScores;

/**
 * What frozen features are good for.
 *
 * @param heights of the test pairs; empty if there were none
 * @param classes of each scene with classes
 * @param sharpness mean over the test pairs and the scenes with classes
 */
public record ProbeScores(
    Optional<HeightScores> heights, List<ClassProbeScores> classes, Sharpness sharpness) {
  public ProbeScores {
    classes = List.copyOf(classes);
  }

  /** Mean over the scenes; NaN if there are none. */
  public double linearMeanIou() {
    return mean(ClassProbeScores::linearMeanIou);
  }

  /** Mean over the scenes; NaN if there are none. */
  public double neighboursMeanIou() {
    return mean(ClassProbeScores::neighboursMeanIou);
  }

  /** Mean over the scenes; NaN if there are none. */
  public double classContrast() {
    return mean(ClassProbeScores::contrast);
  }

  private double mean(ToDoubleFunction<ClassProbeScores> score) {
    return classes.stream().mapToDouble(score).average().orElse(Double.NaN);
  }
}
