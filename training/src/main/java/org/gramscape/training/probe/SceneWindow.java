package org.gramscape.training.probe;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/** A window of a scene, as a scene of its own. */
record SceneWindow(RasterSource scene, Window window, RasterInfo info) implements RasterSource {

  /** The middle of a scene of more than so many metres, all of a smaller one. */
  static SceneWindow middle(RasterSource scene, double metres) throws IOException {
    RasterInfo info = scene.info();
    GroundSampleDistance pixel = info.groundSampleDistance();
    int width = (int) Math.min(info.width(), Math.rint(metres / pixel.acrossMetres()));
    int height = (int) Math.min(info.height(), Math.rint(metres / pixel.downMetres()));
    return of(
        scene, new Window((info.width() - width) / 2, (info.height() - height) / 2, width, height));
  }

  static SceneWindow of(RasterSource scene, Window window) throws IOException {
    Georeference whole = scene.info().requireGeoreference();
    Georeference part =
        new Georeference(
            whole.crs(),
            whole.transform().shifted(window.column(), window.row()),
            whole.interpretation());
    return new SceneWindow(
        scene,
        window,
        scene.info().withGrid(window.width(), window.height(), Optional.of(part), ""));
  }

  @Override
  public PixelBlock read(Window wanted, int... bands) throws IOException {
    Window there =
        new Window(
            window.column() + wanted.column(),
            window.row() + wanted.row(),
            wanted.width(),
            wanted.height());
    PixelBlock block = scene.read(there, bands);
    return new PixelBlock(wanted, bands.length, block.samples(), block.valid());
  }

  /** Leaves the scene open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
