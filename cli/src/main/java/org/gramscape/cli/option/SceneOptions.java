package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo.Role;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.tiling.SampleScaling;
import org.gramscape.tiling.ScaleRule;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a scene is read. */
public final class SceneOptions {
  private static final int COLORS = 3;

  @Option(
      names = "--bands",
      paramLabel = "R,G,B",
      split = ",",
      description =
          "The bands that show red, green and blue, from 1, e.g. 3,2,1 (default: those that the"
              + " file calls so, else 1,2,3).")
  private List<Integer> bands = List.of();

  @Option(
      names = "--scale",
      paramLabel = "HOW",
      defaultValue = "bits",
      description =
          "Which stored values are black and white: bits (all that the bit depth allows),"
              + " range:LOW,HIGH, or percentile:LOW,HIGH of the whole scene, e.g. percentile:2,98.")
  private ScaleRule scale;

  @Mixin private BackendOption backend;

  /** Opens a raster; the caller closes it. */
  public RasterSource open(String scene) throws IOException {
    return open(scene, backend);
  }

  /**
   * Opens a raster; the caller closes it.
   *
   * @throws NoSuchFileException if there is no such file
   * @throws InvalidRasterException if it is a folder or not a raster
   */
  public static RasterSource open(String raster, BackendOption backend) throws IOException {
    try {
      Path path = Path.of(raster);
      boolean local = !raster.startsWith("/vsi") && !raster.contains(":");
      if (local && !Files.exists(path)) {
        throw new NoSuchFileException(raster);
      }
      if (Files.isDirectory(path) && Files.notExists(path.resolve(".zgroup"))) {
        throw new InvalidRasterException(raster + " is a folder; a raster file is expected");
      }
    } catch (InvalidPathException e) {
      throw new InvalidRasterException(raster + " is not a file name", e);
    }
    return Rasters.open(raster, backend.get());
  }

  /**
   * Red, green and blue, from 0.
   *
   * @throws InvalidRasterException if the raster has no such bands
   */
  public int[] bands(RasterInfo info) throws InvalidRasterException {
    int count = info.bands().size();
    if (bands.isEmpty()) {
      return defaultBands(info);
    }
    if (bands.size() != COLORS) {
      throw new IllegalArgumentException(
          "--bands names " + bands.size() + " bands; three are expected, e.g. --bands 3,2,1");
    }
    for (int band : bands) {
      if (band < 1 || band > count) {
        throw new InvalidRasterException(
            "%s has no band %d but bands 1 to %d".formatted(info.name(), band, count));
      }
    }
    return bands.stream().mapToInt(band -> band - 1).toArray();
  }

  private static int[] defaultBands(RasterInfo info) throws InvalidRasterException {
    int[] named = {role(info, Role.RED), role(info, Role.GREEN), role(info, Role.BLUE)};
    if (named[0] >= 0 && named[1] >= 0 && named[2] >= 0) {
      return named;
    }
    if (info.bands().size() < COLORS) {
      int count = info.bands().size();
      throw new InvalidRasterException(
          "%s has %d band%s; red, green and blue are expected (to use a grey scene: --bands 1,1,1)"
              .formatted(info.name(), count, count == 1 ? "" : "s"));
    }
    return new int[] {0, 1, 2};
  }

  private static int role(RasterInfo info, Role role) {
    for (int band = 0; band < info.bands().size(); band++) {
      if (info.bands().get(band).role() == role) {
        return band;
      }
    }
    return -1;
  }

  /** Whether {@code --bands} was given. */
  public boolean namesBands() {
    return !bands.isEmpty();
  }

  /** Stored samples to [0, 1]; percentiles read the whole scene. */
  public SampleScaling scaling(RasterSource source) throws IOException {
    return scale.of(source, bands(source.info()));
  }

  /** The rule as it was given. */
  public ScaleRule scale() {
    return scale;
  }
}
