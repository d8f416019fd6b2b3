package org.gramscape.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights from an address. */
@Command(
    name = "pull",
    description = {
      "Fetches a backbone's weights from a web address and imports them.",
      "Weights that need a login: set the environment variable HF_TOKEN, which goes to"
          + " huggingface.co only."
    },
    footer = {
      "",
      "Example:",
      "  gramscape model pull https://example.org/model.safetensors --name mine"
    })
final class ModelPullCommand extends Subcommand {
  private static final int BUFFER = 1 << 16;

  @Parameters(paramLabel = "URL", description = "The address of a safetensors file.")
  private URI address;

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "What to call it.")
  private String name;

  @Option(
      names = "--normalisation",
      paramLabel = "STATISTICS",
      description =
          "Of the images that it was trained on: ${COMPLETION-CANDIDATES} (default: by its name).")
  private ImageNormalisation normalisation;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (address.getScheme() == null || !address.getScheme().matches("https?")) {
      throw new IllegalArgumentException(
          address + " is no web address; expected is https://..., or use gramscape model import");
    }
    Path folder = Files.createTempDirectory("gramscape-pull-");
    try {
      Path file = folder.resolve("model.safetensors");
      download(file);
      ModelInfo info = Models.local().importWeights(file, name, Optional.ofNullable(normalisation));
      say("Imported " + info.name() + ": " + info.architecture());
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    return 0;
  }

  private void download(Path file) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    String token = System.getenv("HF_TOKEN");
    if (token != null && "huggingface.co".equals(address.getHost())) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body();
        var out = Files.newOutputStream(file);
        ProgressReport report = progress("pull", "bytes")) {
      if (response.statusCode() != 200) {
        throw new IOException(
            "%s answered %d; see whether the address is right and needs a login (HF_TOKEN)"
                .formatted(address, response.statusCode()));
      }
      long total = response.headers().firstValueAsLong("Content-Length").orElse(0);
      long done = 0;
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        done += read;
        report.update(done, Math.max(total, done));
      }
      if (done < total) {
        throw new IOException(
            "%s broke off after %d of %d bytes; try again".formatted(address, done, total));
      }
    }
  }
}
