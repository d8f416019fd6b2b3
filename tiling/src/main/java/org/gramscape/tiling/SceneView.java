package org.gramscape.tiling;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;

/**
 * How a network sees a scene.
 *
 * @param backend who reads it
 * @param bands red, green and blue in the file, from 0; empty for those that the file says are, or
 *     else the first three
 * @param scaling of stored samples to [0, 1]
 * @param tile side of a tile in pixels of the network
 * @param overlap of neighbouring tiles in pixels of the network
 * @param groundSampleDistance metres a pixel of the network; empty for what it was made for
 */
public record SceneView(
    Backend backend,
    List<Integer> bands,
    ScaleRule scaling,
    int tile,
    int overlap,
    OptionalDouble groundSampleDistance) {

  /** What the command uses if it is told nothing else. */
  public static final SceneView DEFAULT =
      new SceneView(Backend.AUTO, List.of(), ScaleRule.BITS, 512, 128, OptionalDouble.empty());

  private static final List<BandInfo.Role> COLORS =
      List.of(BandInfo.Role.RED, BandInfo.Role.GREEN, BandInfo.Role.BLUE);

  public SceneView {
    bands = List.copyOf(bands);
  }

  /** The same with tiles of another size. */
  public SceneView withTiles(int tile, int overlap) {
    return new SceneView(backend, bands, scaling, tile, overlap, groundSampleDistance);
  }

  /** The same at another ground sample distance. */
  public SceneView withGroundSampleDistance(double metres) {
    return new SceneView(backend, bands, scaling, tile, overlap, OptionalDouble.of(metres));
  }

  /** Opens a scene; the caller closes it. */
  public RasterSource open(String scene) throws IOException {
    return Rasters.open(scene, backend);
  }

  /**
   * A reader of a scene's tiles.
   *
   * @param normalisation the network's
   * @param metres the ground sample distance that the network was made for
   * @throws InvalidRasterException if the scene has too few bands or no georeference
   */
  public TileReader reader(RasterSource scene, Normalisation normalisation, double metres)
      throws IOException {
    RasterInfo info = scene.info();
    TilePlan plan =
        TilePlan.atGroundSampleDistance(
            info.width(),
            info.height(),
            tile,
            overlap,
            info.groundSampleDistance(),
            groundSampleDistance.orElse(metres));
    int[] chosen = bands(info, normalisation.bands());
    return new TileReader(scene, plan, chosen, scaling.of(scene, chosen), normalisation);
  }

  /**
   * The bands that a network reads of a raster, from 0.
   *
   * @throws InvalidRasterException if the raster does not have them
   */
  public int[] bands(RasterInfo info, int wanted) throws InvalidRasterException {
    int there = info.bands().size();
    if (!bands.isEmpty()) {
      if (bands.size() != wanted || bands.stream().anyMatch(b -> b < 0 || b >= there)) {
        throw new InvalidRasterException(
            "%s has %d bands; choose %d of them, for example --bands 1,2,3"
                .formatted(info.name(), there, wanted));
      }
      return bands.stream().mapToInt(Integer::intValue).toArray();
    }
    List<BandInfo.Role> roles = info.bands().stream().map(BandInfo::role).toList();
    if (wanted == COLORS.size() && roles.containsAll(COLORS)) {
      return COLORS.stream().mapToInt(roles::indexOf).toArray();
    }
    if (there < wanted) {
      throw new InvalidRasterException(
          ("%s has %d band(s), and the network needs %d%s; join them into one file with"
                  + " gdal_merge.py -separate, or show it a grey band thrice with --bands 1,1,1")
              .formatted(
                  info.name(),
                  there,
                  wanted,
                  wanted == COLORS.size() ? " (red, green, blue)" : ""));
    }
    return IntStream.range(0, wanted).toArray();
  }
}
