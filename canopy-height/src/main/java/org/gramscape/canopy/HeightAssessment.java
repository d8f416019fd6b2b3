package org.gramscape.canopy;

import java.util.List;
import java.util.Optional;

/**
 * All that is said of how well heights agree with the truth.
 *
 * @param relativeMae mean of absolute errors over one plus the true height, where that is above 2 m
 *     (Fogel et al. 2024); NaN if nothing is
 * @param coverIou cells above 2 m in both over those in either (intersection over union); NaN if
 *     there is none
 * @param edgeError sum of differences of slopes over the sum of slopes, after Tolan et al. 2024: 0
 *     where all edges are alike, 1 where none is; NaN if there is none
 * @param classes by true height, from low to high; without empty ones
 * @param intervals of the scores
 * @param calibration empty if the map tells no spread
 */
public record HeightAssessment(
    HeightScores scores,
    double relativeMae,
    double coverIou,
    double edgeError,
    List<HeightClass> classes,
    HeightIntervals intervals,
    Optional<Calibration> calibration) {
  public HeightAssessment {
    classes = List.copyOf(classes);
  }

  /**
   * Cells of like true height.
   *
   * @param from metres, inclusive
   * @param to metres, exclusive; infinite for the last
   */
  public record HeightClass(
      double from, double to, long cells, double mae, double rmse, double bias) {}
}
