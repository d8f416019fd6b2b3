package org.gramscape.geoio;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real rasters, in a folder {@code shared} beside the checkout or where the environment variable
 * {@code GRAMSCAPE_SHARED} says. A test that asks for them is skipped where they are missing, but
 * fails in continuous integration ({@code CI=true}).
 */
public final class SharedData {
  private SharedData() {}

  /** A file or folder below {@code shared}. */
  public static Path path(String relative) {
    String chosen = System.getenv("GRAMSCAPE_SHARED");
    if (chosen != null) {
      return Path.of(chosen).resolve(relative);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("shared/DESIGN.md"))) {
        return at.resolve("shared").resolve(relative);
      }
    }
    String absent = "there is no folder shared with real rasters";
    return Boolean.parseBoolean(System.getenv("CI")) ? fail(absent) : abort(absent);
  }
}
