package org.gramscape.tiling;

import org.gramscape.geoio.GroundSampleDistance;

/**
 * How a scene is cut for a model: windows of the scene, and the size that they have for the model.
 *
 * @param grid windows in the scene's own pixels
 * @param tileWidth columns of a tile at the model's ground sample distance
 * @param tileHeight rows of a tile at the model's ground sample distance
 */
public record TilePlan(TileGrid grid, int tileWidth, int tileHeight) {

  /** Scenes this near to the model's ground sample distance are not resampled. */
  public static final double TOLERANCE = 0.05;

  public TilePlan {
    if (tileWidth < 1 || tileHeight < 1) {
      throw new IllegalArgumentException("no tile of " + tileWidth + " x " + tileHeight + " px");
    }
  }

  /** Square tiles of the scene's own pixels. */
  public static TilePlan atSceneResolution(int width, int height, int tile, int overlap) {
    return new TilePlan(TileGrid.of(width, height, tile, overlap), tile, tile);
  }

  /**
   * Square tiles at a model's ground sample distance.
   *
   * <p>A window has {@code round(tile * modelMetres / sceneMetres)} of the scene's pixels; across
   * and down are treated apart, so pixels need not be square. An axis whose ratio is within {@link
   * #TOLERANCE} of 1 is taken as it is.
   *
   * @param tile the tile's side in pixels of the model
   * @param overlap in pixels of the model
   * @param scene the size of the scene's pixels on the ground
   * @param modelMetres the ground sample distance that the model was trained at
   */
  public static TilePlan atGroundSampleDistance(
      int width,
      int height,
      int tile,
      int overlap,
      GroundSampleDistance scene,
      double modelMetres) {
    if (!(modelMetres > 0) || Double.isInfinite(modelMetres)) {
      throw new IllegalArgumentException(
          "a ground sample distance is positive, not " + modelMetres + " m");
    }
    return new TilePlan(
        new TileGrid(
            axis(width, tile, overlap, modelMetres / scene.acrossMetres()),
            axis(height, tile, overlap, modelMetres / scene.downMetres())),
        tile,
        tile);
  }

  private static TileAxis axis(int length, int tile, int overlap, double ratio) {
    TileAxis unscaled = new TileAxis(length, tile, overlap);
    if (Math.abs(ratio - 1) <= TOLERANCE) {
      return unscaled;
    }
    int side = Math.max(1, Math.toIntExact(Math.round(tile * ratio)));
    return new TileAxis(length, side, (int) Math.min(side - 1, Math.round(overlap * ratio)));
  }

  /** Whether tiles differ in size from their windows. */
  public boolean resamples() {
    return tileWidth != grid.across().tile() || tileHeight != grid.down().tile();
  }

  /**
   * Checks the tile's sides against {@link TilePredictor#sideMultiple}.
   *
   * @throws IllegalArgumentException if one is not a multiple; the message names those next to it
   */
  public void requireSideMultiple(int multiple) {
    for (int side : new int[] {tileWidth, tileHeight}) {
      if (side % multiple != 0) {
        int below = side / multiple * multiple;
        throw new IllegalArgumentException(
            "tiles of %d px do not suit this model; take %s%d"
                .formatted(side, below > 0 ? below + " or " : "", below + multiple));
      }
    }
  }
}
