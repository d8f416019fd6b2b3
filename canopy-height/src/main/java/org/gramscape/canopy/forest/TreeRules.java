package org.gramscape.canopy.forest;

import org.gramscape.geoio.Length;

/**
 * What is a tree, and how far its crown reaches.
 *
 * @param least the height of the lowest tree
 * @param radius no other pixel within this distance of a top is higher
 * @param radiusPerMetre by how much the radius grows with each metre of height: tall trees stand
 *     further apart
 * @param crownShare a crown is where heights are at least this share of its top's
 */
public record TreeRules(Length least, Length radius, double radiusPerMetre, double crownShare) {
  /**
   * Trees of 2 m or more with nothing higher within 0.6 m and 5 cm a metre of height (Plowright
   * 2024, ForestTools), and crowns down to 30 % of their tops.
   */
  public static final TreeRules STANDARD = new TreeRules(new Length(2), new Length(0.6), 0.05, 0.3);

  /**
   * @throws IllegalArgumentException if a number is not one that it can be
   */
  public TreeRules {
    if (!(radiusPerMetre >= 0) || radiusPerMetre > 1) {
      throw new IllegalArgumentException(
          "a radius grows by 0 to 1 m a metre of height, not by " + radiusPerMetre);
    }
    if (!(crownShare > 0) || crownShare > 1) {
      throw new IllegalArgumentException(
          "crowns reach down to a share of their top's height above 0 and up to 1, not "
              + crownShare);
    }
    if (least.metres() < 0.01) {
      throw new IllegalArgumentException("the lowest tree is a centimetre high at least");
    }
  }

  /** How far a top of some height keeps others away, in metres. */
  double reach(double height) {
    return radius.metres() + radiusPerMetre * height;
  }
}
