package org.gramscape.cli;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.hub.HuggingFaceHub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights from the Hugging Face hub. */
@Command(
    name = "pull",
    description = {
      "Fetches a backbone's weights from the Hugging Face hub; an interrupted download goes on."
          + " They lie in the hub's own cache (HF_HOME), for Python's libraries as well.",
      "Meta's are gated: ask for access on the repository's page, then set HF_TOKEN. HF_ENDPOINT"
          + " names a mirror; with HF_HUB_OFFLINE=1 the cache alone is used."
    },
    footer = {"", "Example:", "  gramscape model pull facebook/dinov3-vitl16-pretrain-sat493m"})
final class ModelPullCommand extends Subcommand {
  @Parameters(paramLabel = "OWNER/NAME", description = "The repository.")
  private String repository;

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      defaultValue = "main",
      description = "A branch, a tag or a commit (default: ${DEFAULT-VALUE}).")
  private String revision;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call it (default: the repository's own name).")
  private String name;

  @Override
  public Integer call() throws IOException {
    ModelInfo info;
    try (ProgressReport report = progress("pull", "bytes")) {
      info =
          Models.local()
              .pull(
                  HuggingFaceHub.ofEnvironment().repository(repository, revision),
                  Optional.ofNullable(name),
                  (file, done, total) -> report.update(done, total));
    }
    say("Imported " + ModelCommand.describe(info));
    return 0;
  }
}
