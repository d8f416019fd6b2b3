package org.gramscape.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.gramscape.cli.bench.ModelBench;
import org.gramscape.model.Architecture;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Models;
import org.gramscape.model.RandomModel;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How fast backbones run. */
@Command(
    name = "model",
    description =
        "Times a vision transformer in fp32, bf16 and int8 on an image of noise, beside the speed of"
            + " this machine's matrix products, and compares the features.",
    footer = {"", "Example:", "  gramscape bench model --size vits16"})
final class BenchModelCommand extends Subcommand {
  private static final String DEFAULT_SIZE = "vitl16";

  @Option(
      names = "--size",
      paramLabel = "NAME",
      description =
          "vits16 to vit7b16, as released, with random weights (default: "
              + DEFAULT_SIZE
              + ", unless there is a --model).")
  private String size;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Weights in place of random ones: a name of `gramscape model list`, a file of weights or"
              + " its folder.")
  private String model;

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
    if (size != null && model != null) {
      throw wrong("--size and --model: only one of them can be measured");
    }
    (model == null ? random(size == null ? DEFAULT_SIZE : size) : real(Models.local())).run();
    return 0;
  }

  private ModelBench real(Models models) throws IOException {
    if (models.architecture(model) instanceof Architecture.Vit vit) {
      return bench(
          "%s (%s)".formatted(model, vit.name()),
          vit.config(),
          precision -> models.open(model, precision, ComputeDevice.CPU));
    }
    throw new UnusableWeightsException(
        model + " is a ConvNeXt, which computes in fp32 only. A vision transformer expected.");
  }

  private ModelBench random(String size) {
    VitVariant variant = variant(size);
    return bench(
        variant.architecture() + " with random weights",
        variant.config(),
        precision -> RandomModel.open(variant, precision));
  }

  private ModelBench bench(String name, VitConfig config, ModelBench.Opening opening) {
    return new ModelBench(name, config, opening, side, threads, rounds, out());
  }

  private VitVariant variant(String size) {
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
