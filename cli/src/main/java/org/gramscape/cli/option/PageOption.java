package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.geoio.PendingFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A page of what a command finds, for those who want one. */
public final class PageOption {
  @Option(
      names = "--html",
      paramLabel = "OUT.html",
      description = "Write a page with tables and pictures.")
  private Path html;

  @Mixin private OutputOptions outputs;

  /** What makes a page. */
  public interface Page {
    String html() throws IOException;
  }

  /** Whether a page is wanted. */
  public boolean wanted() {
    return html != null;
  }

  /** Makes sure before the work that the page can be put in its place. */
  public void require(List<String> inputs) throws IOException {
    if (wanted()) {
      OutputOptions.requireSuffix(html, ".html", ".htm");
      outputs.require(html, inputs);
    }
  }

  /** Writes the page, if it is wanted. */
  public void write(Page page) throws IOException {
    if (wanted()) {
      try (PendingFile pending = PendingFile.beside(html, outputs.overwrite())) {
        Files.writeString(pending.path(), page.html());
        pending.commit();
      }
    }
  }
}
