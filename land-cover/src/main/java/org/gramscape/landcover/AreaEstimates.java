package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Accuracy and areas of a map's classes by a stratified random sample of places, the map's classes
 * being the strata (Olofsson et al. 2014, "Good practices for estimating area and assessing
 * accuracy of land change", Remote Sensing of Environment 148, equations 1 to 11).
 *
 * @param samples places that were compared
 * @param squareMetres of the whole map
 * @param accuracy share of the map's ground that has its true class
 * @param classes those of the map, and after them those that only the reference has
 * @param counts {@code [map][reference]} places, in the order of {@code classes}
 * @param shares {@code [map][reference]} estimated shares of the map's ground
 */
public record AreaEstimates(
    long samples,
    double squareMetres,
    Estimate accuracy,
    List<ClassArea> classes,
    long[][] counts,
    double[][] shares) {
  private static final double NORMAL_95 = 1.96;

  /** A figure and how much samples like this one scatter around it. */
  public record Estimate(double value, double standardError) {

    /** What is to be added and taken away for an interval that holds the truth in 95 of 100. */
    public double half95() {
      return NORMAL_95 * standardError;
    }
  }

  /**
   * One class.
   *
   * @param mappedSquareMetres what the map says; 0 if it does not have the class
   * @param squareMetres what the sample says
   * @param user share of the ground mapped so that is so; NaN if there is none
   * @param producer share of the ground that is so and is mapped so; NaN if there is none
   */
  public record ClassArea(
      String name,
      double mappedSquareMetres,
      Estimate squareMetres,
      Estimate user,
      Estimate producer) {}

  /**
   * @param strata the map's classes; those without pixels are not mapped
   * @param counts {@code [map][reference]} places, in the order of {@code strata}; two or more in
   *     each stratum that has more pixels than that
   */
  static AreaEstimates of(List<Stratum> strata, long[][] counts) {
    int classes = strata.size();
    double total = strata.stream().mapToDouble(Stratum::squareMetres).sum();
    double[][] shares = new double[classes][classes];
    double[][] variances = new double[classes][classes];
    for (int map = 0; map < classes; map++) {
      Stratum stratum = strata.get(map);
      long places = LongStream.of(counts[map]).sum();
      // Where every pixel was looked at, nothing is left to chance.
      double freedom = places < stratum.pixels() ? places - 1 : Double.POSITIVE_INFINITY;
      for (int truth = 0; truth < classes && places > 0; truth++) {
        double part = (double) counts[map][truth] / places;
        shares[map][truth] = stratum.squareMetres() / total * part;
        variances[map][truth] = part * (1 - part) / freedom;
      }
    }
    double right = 0;
    double variance = 0;
    List<ClassArea> areas = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      double weight = strata.get(c).squareMetres() / total;
      right += shares[c][c];
      variance += weight * weight * variances[c][c];
      areas.add(area(c, strata, total, shares, variances));
    }
    long samples = 0;
    for (long[] row : counts) {
      samples += LongStream.of(row).sum();
    }
    return new AreaEstimates(
        samples,
        total,
        new Estimate(right, Math.sqrt(variance)),
        List.copyOf(areas),
        counts,
        shares);
  }

  private static ClassArea area(
      int c, List<Stratum> strata, double total, double[][] shares, double[][] variances) {
    double share = 0;
    double areaVariance = 0;
    double missedVariance = 0;
    for (int map = 0; map < shares.length; map++) {
      double weight = strata.get(map).squareMetres() / total;
      share += shares[map][c];
      areaVariance += weight * weight * variances[map][c];
      missedVariance += map == c ? 0 : weight * weight * variances[map][c];
    }
    double weight = strata.get(c).squareMetres() / total;
    double user = shares[c][c] / weight;
    double producer = shares[c][c] / share;
    double producerVariance =
        (weight * weight * (1 - producer) * (1 - producer) * variances[c][c]
                + producer * producer * missedVariance)
            / (share * share);
    return new ClassArea(
        strata.get(c).name(),
        strata.get(c).squareMetres(),
        new Estimate(total * share, total * Math.sqrt(areaVariance)),
        new Estimate(user, weight > 0 ? Math.sqrt(variances[c][c]) : Double.NaN),
        new Estimate(producer, Math.sqrt(producerVariance)));
  }
}
