package org.gramscape.cli.option;

import org.gramscape.geoio.raster.AssumedCrs;
import picocli.CommandLine.Option;

/** Where known heights are whose file does not say it. */
public final class AssumedCrsOption {
  @Option(
      names = "--assume-crs",
      paramLabel = "CRS",
      description =
          "The CRS of known heights whose file has a grid but no CRS: EPSG:CODE, or same for that of"
              + " their image or map (default: such files are refused).")
  private AssumedCrs crs = AssumedCrs.NONE;

  public AssumedCrs get() {
    return crs;
  }
}
