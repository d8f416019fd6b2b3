package org.gramscape.landcover.vectorize;

/**
 * What a run of the vectorizer did.
 *
 * @param polygons how many were written
 * @param mergedRegions regions that were too small and became part of a neighbour
 * @param verticesBefore vertices of the pixel outlines, shared ones counted once
 * @param verticesAfter vertices that simplification left
 */
public record VectorizeCounts(
    long polygons, long mergedRegions, long verticesBefore, long verticesAfter) {}
