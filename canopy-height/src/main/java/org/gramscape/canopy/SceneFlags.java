package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.SampleScaling;
import org.gramscape.tiling.SceneView;

/**
 * Where a scene shows little of what stands there: 1 in shadow, 2 where a band is saturated, 3
 * both, else 0.
 *
 * <p>Shadow is what is darker than a third of the scene's mean brightness, saturated what is white
 * but for half a percent, both after scaling.
 */
final class SceneFlags implements AutoCloseable {
  static final int SHADOW = 1;
  static final int SATURATED = 2;

  private static final double SHADOW_SHARE = 1.0 / 3;

  private final RasterSource scene;
  private final int[] bands;
  private final SampleScaling scaling;
  private final double dark;

  private SceneFlags(RasterSource scene, int[] bands, SampleScaling scaling, double dark) {
    this.scene = scene;
    this.bands = bands;
    this.scaling = scaling;
    this.dark = dark;
  }

  /**
   * Opens a scene for its flags.
   *
   * @param count of bands that the model sees
   */
  static SceneFlags open(String scene, SceneView view, int count) throws IOException {
    RasterSource source = view.open(scene);
    try {
      int[] bands = view.bands(source.info(), count);
      SampleScaling scaling = view.scaling().of(source, bands);
      double brightness = SceneColors.of(source, bands, scaling).brightness();
      return new SceneFlags(source, bands, scaling, SHADOW_SHARE * brightness);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** The flags of a window, row by row. */
  double[] read(Window window) throws IOException {
    PixelBlock block = scene.read(window, bands);
    double[] flags = new double[window.size()];
    for (int i = 0; i < flags.length; i++) {
      double brightness = 0;
      boolean white = false;
      for (int b = 0; b < bands.length; b++) {
        double value = scaling.scale(bands[b], block.samples()[b * flags.length + i]);
        brightness += value / bands.length;
        white |= value >= SceneColors.WHITE;
      }
      flags[i] = (brightness < dark ? SHADOW : 0) + (white ? SATURATED : 0);
    }
    return flags;
  }

  @Override
  public void close() throws IOException {
    scene.close();
  }
}
