package org.gramscape.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How raster outputs are stored. */
public final class CreationOption {
  @Option(
      names = {"--co", "-co"},
      paramLabel = "NAME=VALUE",
      description =
          "Creation option of raster outputs, as GDAL's COG driver has them, e.g."
              + " --co COMPRESS=NONE; can be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  /** As {@link org.gramscape.geoio.raster.RasterSpec} has them. */
  public Map<String, String> get() {
    return options;
  }
}
