package org.gramscape.cli.option;

import java.util.Optional;
import org.gramscape.canopy.HeightUnit;
import picocli.CommandLine.Option;

/** What known heights are in. */
public final class HeightUnitOption {
  @Option(
      names = "--height-unit",
      paramLabel = "UNIT",
      description =
          "What known heights are in: m, dm, cm, ft or us-ft (default: what each file declares;"
              + " metres where it declares nothing, which is said).")
  private HeightUnit unit;

  /** The unit, if given. */
  public Optional<HeightUnit> get() {
    return Optional.ofNullable(unit);
  }
}
