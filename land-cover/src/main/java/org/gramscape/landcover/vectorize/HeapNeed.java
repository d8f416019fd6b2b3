package org.gramscape.landcover.vectorize;

import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.NotEnoughResourcesException;

/**
 * What vectorizing a raster needs of Java's heap, and refuses to begin or go on without.
 *
 * @param options of which merging and corners need more
 * @param heapBytes what may be used
 */
record HeapNeed(int width, int height, VectorizeOptions options, long heapBytes) {
  private static final long BASE = 128L << 20;

  /** Facts, rings and their doubles while they grow. */
  private static final long BYTES_A_REGION = 120;

  /** The pieces of regions that corners join. */
  private static final long BYTES_OF_PIECES = 100;

  /** Three pairs of neighbours a region, as in every map, and their table. */
  private static final long BYTES_A_MERGED_REGION = 250;

  /** Of each pixel: class, two boundaries, vertex, and two marks of walks. */
  private static final long BITS_A_PIXEL = 6;

  /**
   * @param regions that were found so far; 0 before any is
   * @throws NotEnoughResourcesException if that is more than there is
   */
  void require(String raster, long regions) throws NotEnoughResourcesException {
    long pixels = (width + 64L) * (height + 3L) * BITS_A_PIXEL / Byte.SIZE;
    boolean merges = options.minArea().squareMetres() > 0;
    boolean cut = options.connectivity() == Connectivity.EIGHT;
    long perRegion =
        BYTES_A_REGION + (merges ? BYTES_A_MERGED_REGION : 0) + (cut ? BYTES_OF_PIECES : 0);
    long need = BASE + pixels + regions * perRegion;
    if (need > heapBytes) {
      String what =
          regions == 0 ? "%d x %d pixels".formatted(width, height) : regions + " regions or more";
      String less = regions == 0 ? "give a part of the raster" : "smooth the classes before";
      throw new NotEnoughResourcesException(
          "not enough memory: %s has %s, whose polygons need %s of Java heap, and %s are allowed; take a larger heap (GRAMSCAPE_HEAP=8g), or %s"
              .formatted(raster, what, new ByteSize(need), new ByteSize(heapBytes), less));
    }
  }
}
