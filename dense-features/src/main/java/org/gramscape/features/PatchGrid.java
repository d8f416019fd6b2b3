package org.gramscape.features;

import java.io.IOException;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.model.ModelInfo;
import org.gramscape.tiling.SceneView;
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
      return new Axis((length + pixels - 1) / pixels, pixels, tile, overlap);
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
   * The patches that a model sees of a scene; its tiles and their overlap are made multiples of a
   * patch.
   *
   * @throws InvalidRasterException if the scene has no usable georeference
   */
  static PatchGrid of(RasterInfo scene, SceneView view, ModelInfo model) throws IOException {
    scene.requireGeoreference();
    GroundSampleDistance pixel = scene.groundSampleDistance();
    double metres = view.groundSampleDistance().orElse(model.groundSampleDistance());
    int patch = model.patchSize();
    int tile = Math.max(1, view.tile() / patch);
    int overlap = view.overlap() / patch;
    return new PatchGrid(
        Axis.of(scene.width(), metres / pixel.acrossMetres(), patch, tile, overlap),
        Axis.of(scene.height(), metres / pixel.downMetres(), patch, tile, overlap),
        patch);
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
