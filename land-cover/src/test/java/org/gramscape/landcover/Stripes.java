package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.SceneView;

/** A scene of three stripes of colour, side by side, whose last rows have no data. */
final class Stripes {
  static final int STRIPE = 64;
  static final int WIDTH = 3 * STRIPE;
  static final int HEIGHT = 96;

  /** Rows from here on have no data. */
  static final int LAST_ROW = 85;

  static final int CRS = 32632;
  static final SceneView VIEW =
      new SceneView(
          Backend.JVM, List.of(), SceneView.DEFAULT.scaling(), 64, 32, OptionalDouble.empty());

  private static final int[][] COLORS = {{30, 60, 120}, {40, 120, 50}, {170, 160, 150}};

  private Stripes() {}

  static Georeference place() throws IOException {
    return new Georeference(Crs.epsg(CRS), GeoTransform.northUp(400_000, 5_300_000, 0.6, 0.6));
  }

  /** A place in the scene's pixels as WKT in its CRS. */
  static String point(double column, double row) throws IOException {
    GeoTransform transform = place().transform();
    return "POINT (%s %s)".formatted(transform.x(column, row), transform.y(column, row));
  }

  static Path paint(Path folder) throws IOException {
    return paint(folder, "scene.tif", WIDTH, HEIGHT);
  }

  /** The upper left of it. */
  static Path paint(Path folder, String name, int width, int height) throws IOException {
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, width, height), 3);
    Random random = new Random(1);
    int size = width * height;
    for (int i = 0; i < 3 * size; i++) {
      int pixel = i % size;
      int color = COLORS[pixel % width / STRIPE][i / size];
      block.samples()[i] = pixel / width >= LAST_ROW ? 0 : color + random.nextInt(20);
    }
    Path scene = folder.resolve(name);
    RasterSpec spec =
        new RasterSpec(
            width,
            height,
            SampleType.UINT8,
            List.of("red", "green", "blue"),
            place(),
            OptionalDouble.of(0),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(scene, spec, false)) {
      sink.write(block);
      sink.commit();
    }
    return scene;
  }
}
