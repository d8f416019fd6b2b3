package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that map scenes have in common. */
public final class MapOptions {
  @Mixin private ModelOptions model;
  @Mixin private SceneOptions scene;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions output;
  @Mixin private CreationOption creation;
  @Mixin private ResumeOption resume;

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      description = "What the process may take, e.g. 2G (default: 80 %% of the machine's memory).")
  private ByteSize maxMemory;

  /** See {@link SceneOptions#require}. */
  public void requireScene(String file) throws IOException {
    scene.require(file);
  }

  /** Which backbone computes features, and how. */
  public ModelOptions model() {
    return model;
  }

  /** How the model sees the scene. */
  public SceneView view() {
    return overlap.in(scene.view());
  }

  /** How the map is made and written; its journal is the caller's to discard. */
  public RunOptions run() {
    return run(output.overwrite());
  }

  /** The same for a file that may be replaced, or not. */
  public RunOptions run(boolean overwrite) {
    return new RunOptions(
        model.threads(),
        Optional.ofNullable(maxMemory),
        resume.get(),
        overwrite,
        true,
        creation.get());
  }

  /**
   * See {@link OutputOptions#require}.
   *
   * @param map the first of the run's outputs, beside which its journal lies
   */
  public void requireOutput(Path file, Path map, List<String> inputs) throws IOException {
    output.require(file, inputs, replaces(map));
  }

  /** See {@link FeatureOptions#require}. */
  public void requireFeatures(FeatureOptions features, List<String> inputs) throws IOException {
    features.require(output, inputs);
  }

  /** See {@link RunOptions#replaces}. */
  public boolean replaces(Path map) throws IOException {
    return run().replaces(map);
  }
}
