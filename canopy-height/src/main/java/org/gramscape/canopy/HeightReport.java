package org.gramscape.canopy;

import java.util.List;

/**
 * What a fit was made of and how well it predicts ground that it has not seen.
 *
 * @param pairs names of the images that it was fitted to, without folders
 * @param cells cells with a known height that it was fitted to
 * @param penalty chosen, see {@link LandmarkRegression}
 * @param rmse root mean squared error in metres of all held-out cells
 * @param r2 coefficient of determination of all held-out cells
 */
public record HeightReport(List<String> pairs, long cells, double penalty, double rmse, double r2) {
  public HeightReport {
    pairs = List.copyOf(pairs);
  }
}
