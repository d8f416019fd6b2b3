package org.gramscape.landcover.vectorize;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The polygons that each region is drawn as: its pieces that edges join.
 *
 * @param pieces regions that edges join
 * @param ofRegion the pieces, region after region; null if pieces are the regions
 * @param offsets those of region r are [offsets[r], offsets[r + 1])
 */
record Parts(Regions pieces, int[] ofRegion, int[] offsets) {

  static Parts of(Regions regions, Connectivity connectivity) {
    if (connectivity == Connectivity.FOUR) {
      return new Parts(regions, null, null);
    }
    Regions pieces = regions.pieces();
    int[] offsets = new int[regions.count() + 1];
    for (int piece = 0; piece < pieces.count(); piece++) {
      offsets[pieces.table().classValue(piece) + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    int[] ofRegion = new int[pieces.count()];
    int[] filled = Arrays.copyOf(offsets, offsets.length);
    for (int piece = 0; piece < pieces.count(); piece++) {
      ofRegion[filled[pieces.table().classValue(piece)]++] = piece;
    }
    return new Parts(pieces, ofRegion, offsets);
  }

  /** The numbers of a region's pieces. */
  IntStream of(int region) {
    return ofRegion == null
        ? IntStream.of(region)
        : Arrays.stream(ofRegion, offsets[region], offsets[region + 1]);
  }
}
