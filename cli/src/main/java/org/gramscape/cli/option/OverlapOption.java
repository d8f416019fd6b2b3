package org.gramscape.cli.option;

import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Option;

/** How far tiles reach into each other, for commands that blend them. */
public final class OverlapOption {
  @Option(
      names = "--overlap",
      paramLabel = "PX",
      defaultValue = "128",
      description = "What neighbouring tiles share (default: ${DEFAULT-VALUE}).")
  private int overlap;

  /** A view with this overlap. */
  public SceneView in(SceneView view) {
    return view.withTiles(view.tile(), overlap);
  }
}
