package org.gramscape.tiling;

/**
 * A tile, and which of the scene's own pixels that it covers are valid.
 *
 * @param valid {@code [height, width]} of the part of the tile's window that lies in the scene
 */
public record SceneTile(Tile tile, boolean[] valid) {}
