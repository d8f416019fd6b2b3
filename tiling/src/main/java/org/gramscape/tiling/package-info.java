/**
 * Scenes as overlapping tiles, and tiles blended back into one raster, a row band at a time.
 *
 * <p>{@link org.gramscape.tiling.TilePlan} says how a scene is cut; {@link
 * org.gramscape.tiling.TileReader} reads its tiles, normalised and at the model's ground sample
 * distance; a {@link org.gramscape.tiling.TilePredictor} turns each into quantities; {@link
 * org.gramscape.tiling.Mosaic} blends them. {@link org.gramscape.tiling.TiledInference} runs all of
 * it, {@link org.gramscape.tiling.Preflight} says beforehand whether that can work, and {@link
 * org.gramscape.tiling.Journal} lets an interrupted run go on. Nothing here knows of neural
 * networks.
 */
package org.gramscape.tiling;
