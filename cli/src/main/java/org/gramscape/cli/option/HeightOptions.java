package org.gramscape.cli.option;

import org.gramscape.canopy.Aggregation;
import org.gramscape.canopy.HeightReading;
import org.gramscape.geoio.Length;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How rasters of known heights are understood. */
public final class HeightOptions {
  @Mixin private HeightUnitOption unit;
  @Mixin private AssumedCrsOption crs;

  @Option(
      names = "--aggregate",
      paramLabel = "HOW",
      defaultValue = "maximum",
      description =
          "How heights that are finer than the model's pixels become one: maximum or mean (default:"
              + " ${DEFAULT-VALUE}).")
  private Aggregation aggregation;

  @Option(
      names = "--align",
      paramLabel = "LENGTH",
      description =
          "Move each pair's heights to where they follow their image best, no further than this,"
              + " e.g. 5m (default: leave them where they are).")
  private Length alignWithin = Length.ZERO;

  /** How they are understood. */
  public HeightReading reading() {
    return new HeightReading(unit.get(), crs.get(), aggregation, alignWithin);
  }
}
