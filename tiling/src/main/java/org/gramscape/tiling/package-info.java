/**
 * Scenes as overlapping tiles, and tiles blended back into one raster, a row band at a time. Knows
 * nothing of neural networks: it calls a {@link org.gramscape.tiling.TilePredictor}.
 */
package org.gramscape.tiling;
