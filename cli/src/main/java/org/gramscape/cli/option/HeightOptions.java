package org.gramscape.cli.option;

import java.util.Optional;
import org.gramscape.canopy.Aggregation;
import org.gramscape.canopy.HeightReading;
import org.gramscape.canopy.HeightUnit;
import org.gramscape.geoio.Length;
import picocli.CommandLine.Option;

/** How rasters of known heights are understood. */
public final class HeightOptions {
  @Option(
      names = "--height-unit",
      paramLabel = "UNIT",
      description =
          "What known heights are in: m, dm, cm, ft or us-ft (default: what each file declares,"
              + " else m).")
  private HeightUnit unit;

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
    return new HeightReading(Optional.ofNullable(unit), aggregation, alignWithin);
  }
}
