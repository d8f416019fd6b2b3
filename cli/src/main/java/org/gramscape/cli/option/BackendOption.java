package org.gramscape.cli.option;

import org.gramscape.geoio.raster.Backend;
import picocli.CommandLine.Option;

/** Who reads rasters. */
public final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Who reads rasters: auto (GDAL if it is found), jvm or gdal.")
  private Backend backend;

  public Backend get() {
    return backend;
  }
}
