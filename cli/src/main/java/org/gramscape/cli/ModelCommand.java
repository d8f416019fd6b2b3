package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The backbones that there are. */
@Command(
    name = "model",
    description = "Lists, explains, imports and fetches backbones.",
    subcommands = {
      ModelCommand.ListModels.class,
      ModelCommand.Info.class,
      ModelCommand.Import.class,
      ModelPullCommand.class
    })
final class ModelCommand extends Subcommand {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: gramscape model list, info, import or pull");
  }

  /** The names. */
  @Command(
      name = "list",
      description = "Lists the backbones on this machine.",
      footer = {"", "Example:", "  gramscape model list"})
  static final class ListModels extends Subcommand {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      ArrayNode all = Json.array();
      for (String name : Models.local().list()) {
        ModelInfo info = Models.local().info(name);
        if (json) {
          all.add(toJson(info));
        } else {
          out()
              .printf(
                  Locale.ROOT,
                  "%-20s %-18s %7.1f M parameters, %s%n",
                  info.name(),
                  info.architecture(),
                  info.parameters() / 1e6,
                  trained(info));
        }
      }
      if (json) {
        out().println(Json.pretty(all));
      }
      return 0;
    }
  }

  /** One model. */
  @Command(
      name = "info",
      description = "Explains a backbone.",
      footer = {"", "Example:", "  gramscape model info untrained-tiny --json"})
  static final class Info extends Subcommand {
    @Parameters(paramLabel = "MODEL", description = "A name, a safetensors file, or its folder.")
    private String model;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      ModelInfo info = Models.local().info(model);
      if (json) {
        out().println(Json.pretty(toJson(info)));
      } else {
        print(info);
      }
      return 0;
    }

    private void print(ModelInfo info) {
      line("Name", info.name());
      line("Weights", trained(info));
      line("Architecture", info.architecture());
      line("Parameters", String.format(Locale.ROOT, "%.1f million", info.parameters() / 1e6));
      line("Features", info.channels() + " channels, " + info.depth() + " layers");
      line("Patch", info.patchSize() + " x " + info.patchSize() + " px");
      line("Made for", info.groundSampleDistance() + " m a pixel");
      line("Statistics", info.normalisation().name());
      line("SHA-256", info.sha256());
      line("Licence", info.licence());
    }

    private void line(String what, String text) {
      out().printf(Locale.ROOT, "%-12s %s%n", what, text);
    }
  }

  /** Weights from a file. */
  @Command(
      name = "import",
      description = {
        "Copies a backbone's weights into the store of this user, under a name.",
        "Safetensors with Hugging Face's or Meta's keys are understood."
      },
      footer = {"", "Example:", "  gramscape model import ./dinov3-vitl16-sat493m vitl16-sat"})
  static final class Import extends Subcommand {
    @Parameters(paramLabel = "PATH", description = "A safetensors file, or a folder with one.")
    private Path source;

    @Parameters(paramLabel = "NAME", description = "What to call it.")
    private String name;

    @Option(
        names = "--normalisation",
        paramLabel = "STATISTICS",
        description =
            "Of the images that it was trained on: ${COMPLETION-CANDIDATES} (default: by its"
                + " name).")
    private ImageNormalisation normalisation;

    @Override
    public Integer call() throws IOException {
      ModelInfo info =
          Models.local().importWeights(source, name, Optional.ofNullable(normalisation));
      say("Imported " + describe(info));
      return 0;
    }
  }

  static String describe(ModelInfo info) {
    return "%s: %s, made for %s m a pixel, statistics %s"
        .formatted(
            info.name(), info.architecture(), info.groundSampleDistance(), info.normalisation());
  }

  private static String trained(ModelInfo info) {
    return info.trained() ? "trained" : "untrained (random weights, for trying things out)";
  }

  private static ObjectNode toJson(ModelInfo info) {
    ObjectNode node = Json.object();
    node.put("name", info.name());
    node.put("trained", info.trained());
    node.put("architecture", info.architecture());
    node.put("parameters", info.parameters());
    node.put("channels", info.channels());
    node.put("depth", info.depth());
    node.put("patchSize", info.patchSize());
    node.put("groundSampleDistance", info.groundSampleDistance());
    node.put("normalisation", info.normalisation().name());
    node.put("sha256", info.sha256());
    node.put("licence", info.licence());
    return node;
  }
}
