package org.gramscape.cli;

import java.io.IOException;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.hub.HuggingFaceHub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Weights from the Hugging Face hub. */
@Command(
    name = "pull",
    description = {
      "Fetches a backbone's weights from the Hugging Face hub, under the repository's own name; an"
          + " interrupted download goes on.",
      "Meta's are gated: ask for access on the repository's page, then set HF_TOKEN. HF_ENDPOINT"
          + " names a mirror."
    },
    footer = {"", "Example:", "  gramscape model pull facebook/dinov3-vitl16-pretrain-sat493m"})
final class ModelPullCommand extends Subcommand {
  @Parameters(paramLabel = "OWNER/NAME", description = "The repository.")
  private String repository;

  @Override
  public Integer call() throws IOException {
    ModelInfo info;
    try (ProgressReport report = progress("pull", "bytes")) {
      info =
          Models.local()
              .pull(
                  HuggingFaceHub.ofEnvironment(),
                  repository,
                  (file, done, total) -> report.update(done, total));
    }
    say("Imported " + ModelCommand.describe(info));
    return 0;
  }
}
