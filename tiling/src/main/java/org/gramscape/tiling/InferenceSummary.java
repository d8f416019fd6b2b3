package org.gramscape.tiling;

/**
 * What a run did.
 *
 * @param tiles tiles of the grid
 * @param skipped tiles without a valid pixel, which were not predicted
 * @param seconds from start to the last row
 * @param seamScore the mean step between neighbouring pixels across the borders of tiles, over that
 *     across the borders of patches inside tiles: about 1 when no seam shows; NaN when there is no
 *     border or no step to compare
 */
public record InferenceSummary(int tiles, int skipped, double seconds, double seamScore) {}
