package org.gramscape.tiling;

/**
 * The mean and standard deviation of each band, scaled to [0, 1], over what a network was trained
 * on.
 */
public record Normalisation(float[] mean, float[] standardDeviation) {
  public Normalisation {
    if (mean.length != standardDeviation.length) {
      throw new IllegalArgumentException("as many means as standard deviations are needed");
    }
    mean = mean.clone();
    standardDeviation = standardDeviation.clone();
  }

  public int bands() {
    return mean.length;
  }
}
