package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.cli.option.StorageChoice;
import org.gramscape.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights for Hugging Face's libraries. */
@Command(
    name = "export",
    description = {
      "Writes a backbone as Hugging Face's libraries read it: model.safetensors, config.json and"
          + " preprocessor_config.json in a folder.",
      "The weights' own licence goes for what is written, too."
    },
    footer = {"", "Example:", "  gramscape model export vitl16-sat ./vitl16-sat-hf --dtype bf16"})
final class ModelExportCommand extends Subcommand {
  @Parameters(paramLabel = "MODEL", description = "A name, a file of weights, or its folder.")
  private String model;

  @Parameters(paramLabel = "DIR", description = "The folder to write; made if it is not there.")
  private Path folder;

  @Option(
      names = "--dtype",
      defaultValue = "fp32",
      description = "How values are kept: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private StorageChoice dtype;

  @Option(names = "--overwrite", description = "Replace files of these names.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Models.local().export(model, folder, dtype.type(), overwrite);
    say(
        "Wrote "
            + folder.resolve("model.safetensors")
            + ", config.json and preprocessor_config.json");
    return 0;
  }
}
