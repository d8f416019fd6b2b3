package org.gramscape.model.vit;

/**
 * How patch positions become rotation angles (paper section 3.2, "axial RoPE").
 *
 * @param minPeriod shortest period in normalised coordinates
 * @param maxPeriod longest; exclusive (the series stops a step before it) when {@code
 *     includesMaxPeriod} is false
 * @param includesMaxPeriod true for a series given by both ends, false for one given by a base
 * @param normalise by what the coordinates are divided
 * @param augmentation of the coordinates in training
 */
public record RopeConfig(
    double minPeriod,
    double maxPeriod,
    boolean includesMaxPeriod,
    Normalise normalise,
    RopeAugmentation augmentation) {

  /** The side, in patches, that spans [-1, 1]. */
  public enum Normalise {
    /** Each axis by its own side. */
    SEPARATE,
    /** Both axes by the shorter side. */
    MIN,
    /** Both axes by the longer side. */
    MAX
  }

  /** Periods {@code base^(2i / (headWidth / 2))}, as in every release (base 100). */
  public static RopeConfig ofBase(double base) {
    return new RopeConfig(1, base, false, Normalise.SEPARATE, RopeAugmentation.NONE);
  }

  /** Periods spread geometrically over {@code [minPeriod, maxPeriod]}. */
  public static RopeConfig ofPeriods(double minPeriod, double maxPeriod) {
    return new RopeConfig(minPeriod, maxPeriod, true, Normalise.SEPARATE, RopeAugmentation.NONE);
  }

  public RopeConfig withNormalise(Normalise value) {
    return new RopeConfig(minPeriod, maxPeriod, includesMaxPeriod, value, augmentation);
  }

  public RopeConfig withAugmentation(RopeAugmentation value) {
    return new RopeConfig(minPeriod, maxPeriod, includesMaxPeriod, normalise, value);
  }
}
