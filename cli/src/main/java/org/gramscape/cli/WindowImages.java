package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;

/** Random windows of 8-bit scenes, read when they are drawn. */
record WindowImages(List<Path> scenes) implements ImageSource {
  private static final int SIDE = 320;

  /** The scenes that patterns, folders and names stand for. */
  static WindowImages of(List<String> places) throws IOException {
    TreeSet<Path> scenes = new TreeSet<>();
    for (String place : places) {
      int wild = place.replaceAll("[*?\\[{].*", "").lastIndexOf('/');
      boolean pattern = place.matches(".*[*?\\[{].*");
      Path base = pattern ? Path.of(wild < 0 ? "." : place.substring(0, wild + 1)) : Path.of(place);
      PathMatcher matcher =
          FileSystems.getDefault()
              .getPathMatcher(
                  "glob:" + (pattern ? (wild < 0 ? "./" : "") + place : place + "/*.tif"));
      if (Files.isDirectory(base)) {
        try (Stream<Path> files = Files.walk(base)) {
          files.filter(matcher::matches).forEach(scenes::add);
        }
      } else if (Files.exists(base)) {
        scenes.add(base);
      }
    }
    if (scenes.isEmpty()) {
      throw new NoSuchFileException(String.join(" ", places));
    }
    return new WindowImages(List.copyOf(scenes));
  }

  @Override
  public Image draw(RandomGenerator random) throws IOException {
    Path scene = scenes.get(random.nextInt(scenes.size()));
    try (RasterSource source = Rasters.open(scene.toString(), Backend.AUTO)) {
      RasterInfo info = source.info();
      int width = Math.min(SIDE, info.width());
      int height = Math.min(SIDE, info.height());
      Window window =
          new Window(
              random.nextInt(info.width() - width + 1),
              random.nextInt(info.height() - height + 1),
              width,
              height);
      PixelBlock block = source.read(window, 0, 1, 2);
      float[] values = new float[block.samples().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (block.samples()[i] / 255);
      }
      return new Image(values, 3, height, width);
    }
  }
}
