package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.HeightNetwork;
import org.gramscape.model.Models;
import org.gramscape.model.OpenModel;
import org.gramscape.model.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which backbone computes features, and how. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "The backbone: a name of `gramscape model list`, a safetensors file or its folder"
              + " (default: the built-in one, or the one that the head was fitted on).")
  private String model;

  @Mixin private ComputeOptions compute;

  public int threads() {
    return compute.threads();
  }

  /** Opens the model; the caller closes it. */
  public FeatureExtractor open() throws IOException {
    return open(Models.standard());
  }

  /**
   * Opens the model; the caller closes it.
   *
   * @param standard the name of the model if none was asked for
   */
  public FeatureExtractor open(String standard) throws IOException {
    return compute.open(model == null ? standard : model);
  }

  /** The model that was asked for. */
  public Optional<String> name() {
    return Optional.ofNullable(model);
  }

  /**
   * Opens the model that was asked for with a head for heights; the caller closes it.
   *
   * @param head a file; if empty, the model's own
   */
  public HeightNetwork openHeights(Optional<Path> head) throws IOException {
    return compute.openHeights(name().orElse(Models.standard()), head);
  }

  /** See {@link ComputeOptions#openClasses}. */
  public ClassNetwork openClasses(String name) throws IOException {
    return compute.openClasses(name);
  }

  /** In what numbers a model of that name would compute. */
  public Precision precision(String standard) throws IOException {
    return compute.precision(standard);
  }

  /** See {@link ComputeOptions#describe}. */
  public String describe(OpenModel opened) {
    return compute.describe(opened);
  }
}
