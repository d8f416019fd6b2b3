package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test data that is not part of the project: in a folder {@code shared} beside it. */
public final class SharedFiles {
  private SharedFiles() {}

  /** A file under the shared folder; the test is skipped without it, on CI it fails. */
  public static Path file(String name) {
    Path found = folder() == null ? null : folder().resolve(name);
    boolean there = found != null && Files.exists(found);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as(name + " is needed on CI").isTrue();
    }
    assumeTrue(there, name + " is not here");
    return found;
  }

  private static Path folder() {
    String named = System.getProperty("GRAMSCAPE_SHARED", System.getenv("GRAMSCAPE_SHARED"));
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("shared/DESIGN.md"))) {
        return at.resolve("shared");
      }
    }
    return null;
  }
}
