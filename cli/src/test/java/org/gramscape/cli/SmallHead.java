package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.samples.SampleScene;

/** A head for heights that is fitted in a moment, for tests of anything but what it says. */
final class SmallHead {
  /** Coarser than the backbone's own, in metres: fewer tiles take less time. */
  static final double METRES = 0.5;

  private SmallHead() {}

  /** Fits it to a scene of its own in a folder. */
  static Path fit(Path folder) throws IOException {
    Path head = folder.resolve("heights.head");
    CommandRun run =
        CommandRun.of(
            "fit", "height", "--pair", pair(folder.resolve("known")), head, "--gsd", METRES);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return head;
  }

  /** The words for a scene just large enough to fit to and hold out, which is made in a folder. */
  static String pair(Path folder) throws IOException {
    SampleScene known = SampleScene.generate(3, 128, 40, folder, false);
    return known.scene() + "=" + known.heights();
  }
}
