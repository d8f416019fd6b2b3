package org.gramscape.features;

import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.tiling.TileAxis;
import org.gramscape.tiling.TileGrid;
import org.gramscape.tiling.TilePlan;

/**
 * The patches of a scene: a coarser raster on the same ground, each of whose pixels is a whole
 * number of the scene's.
 *
 * <p>The scene is enlarged or reduced so that this number of its pixels becomes the model's patch;
 * the ground sample distance that the model sees is therefore the one asked for to within half a
 * scene pixel a patch. The last column and row may reach beyond the scene.
 *
 * @param across patches along a row
 * @param down patches along a column
 * @param patchSize the model's, in pixels
 */
record PatchGrid(Axis across, Axis down, int patchSize) {

  /**
   * @param count patches
   * @param pixels of the scene that make one patch
   * @param tile patches of a tile
   * @param overlap patches that neighbouring tiles share
   */
  record Axis(int count, int pixels, int tile, int overlap) {

    static Axis of(int length, double ratio, int patchSize, int tile, int overlap) {
      boolean same = Math.abs(ratio - 1) <= TilePlan.TOLERANCE;
      int pixels = same ? patchSize : Math.max(1, (int) Math.round(patchSize * ratio));
      return new Axis(
          (length + pixels - 1) / pixels, pixels, tile / patchSize, overlap / patchSize);
    }

    /** The same windows in the scene's pixels. */
    TileAxis inPixels() {
      return new TileAxis(Math.multiplyExact(count, pixels), tile * pixels, overlap * pixels);
    }

    TileAxis inPatches() {
      return new TileAxis(count, tile, overlap);
    }
  }

  /**
   * @param scene the size of the scene's pixels on the ground
   * @param modelMetres the ground sample distance that the model shall see
   * @param tile side in the model's pixels, a multiple of {@code patchSize}
   * @param overlap in the model's pixels, a multiple of {@code patchSize}
   */
  static PatchGrid of(
      int width,
      int height,
      GroundSampleDistance scene,
      double modelMetres,
      int patchSize,
      int tile,
      int overlap) {
    if (tile % patchSize != 0 || overlap % patchSize != 0) {
      throw new IllegalArgumentException(
          "tile and overlap are multiples of the patch of %d px, not %d and %d"
              .formatted(patchSize, tile, overlap));
    }
    return new PatchGrid(
        Axis.of(width, modelMetres / scene.acrossMetres(), patchSize, tile, overlap),
        Axis.of(height, modelMetres / scene.downMetres(), patchSize, tile, overlap),
        patchSize);
  }

  /** How the padded scene is cut for the model. */
  TilePlan tilePlan() {
    return new TilePlan(
        new TileGrid(across.inPixels(), down.inPixels()),
        across.tile * patchSize,
        down.tile * patchSize);
  }

  /** The same tiles over the raster of patches. */
  TileGrid tileGrid() {
    return new TileGrid(across.inPatches(), down.inPatches());
  }

  Georeference georeference(Georeference scene) {
    return scene.scaled(across.pixels, down.pixels);
  }
}
