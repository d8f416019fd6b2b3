package org.gramscape.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.gramscape.cli.bench.ModelBench;
import org.gramscape.model.vit.VitVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How fast backbones run. */
@Command(
    name = "model",
    description =
        "Times a vision transformer with random weights in fp32, bf16 and int8, beside the speed of"
            + " this machine's matrix products, and compares the features.",
    footer = {"", "Example:", "  gramscape bench model --size vits16"})
final class BenchModelCommand extends Subcommand {
  @Option(
      names = "--size",
      paramLabel = "NAME",
      description = "vits16 to vit7b16, as released (default: ${DEFAULT-VALUE}).")
  private String size = "vitl16";

  @Option(
      names = "--side",
      paramLabel = "PX",
      description = "Side of a tile, a multiple of 16 (default: ${DEFAULT-VALUE}).")
  private int side = 512;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Tiles computed at once (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (side < 16 || side % 16 != 0 || side > 4096) {
      throw wrong("--side " + side + ": a multiple of 16 from 16 to 4096 is needed");
    }
    if (threads < 1 || rounds < 1) {
      throw wrong("--threads and --rounds: at least one is needed");
    }
    new ModelBench(variant(), side, threads, rounds, out()).run();
    return 0;
  }

  private VitVariant variant() {
    return Arrays.stream(VitVariant.values())
        .filter(variant -> variant.architecture().equals(size))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    Arrays.stream(VitVariant.values())
                        .map(VitVariant::architecture)
                        .collect(Collectors.joining(", ", "--size " + size + ": one of ", ""))));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
