package org.gramscape.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The completion script of a shell. */
@Command(
    name = "completion",
    description = "Prints the script that completes commands and options in bash or zsh.",
    footer = {
      "",
      "Example, for this shell or at the end of ~/.bashrc or ~/.zshrc:",
      "  source <(gramscape completion bash)"
    })
final class CompletionCommand extends Subcommand {

  /** The shells; spelled as on the command line. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      out().println("autoload -U +X compinit && compinit");
    }
    out().print(AutoComplete.bash("gramscape", spec.root().commandLine()));
    return 0;
  }
}
