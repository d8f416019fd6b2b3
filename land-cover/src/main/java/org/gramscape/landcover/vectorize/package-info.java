/**
 * Class rasters to polygons that tile the classified ground without overlap or gap.
 *
 * <p>{@link org.gramscape.landcover.vectorize.Vectorizer} is the door. Behind it: {@code
 * RegionLabeler} finds the connected regions row by row and keeps only the {@code Boundaries}
 * between them, bit by bit; {@code RegionMerger} joins the small ones to their neighbours on a
 * {@code RegionGraph}; {@code CoverageVertices} marks where boundaries bend or meet, {@code
 * BoundarySimplifier} takes marks away, and {@code CoverageTracer} walks the boundaries from mark
 * to mark. Shared edges have the same vertices because there is one set of marks for all polygons.
 */
package org.gramscape.landcover.vectorize;
