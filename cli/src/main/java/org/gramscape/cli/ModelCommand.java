package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.ModelSource;
import org.gramscape.model.Models;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.segmentation.ClassLabel;
import org.gramscape.model.segmentation.SegmentationConfig;
import org.gramscape.model.weights.StorageType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The backbones that there are. */
@Command(
    name = "model",
    description = "Lists, explains, imports, fetches, exports and removes backbones.",
    subcommands = {
      ModelCommand.ListModels.class,
      ModelCommand.Info.class,
      ModelCommand.Import.class,
      ModelPullCommand.class,
      ModelExportCommand.class,
      ModelCommand.Remove.class
    })
final class ModelCommand extends Subcommand {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: gramscape model list, info, import, pull, export or remove");
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
        try {
          add(Models.local().info(name), all);
        } catch (UnusableWeightsException e) {
          // One that is broken must not hide the others.
          all.addObject().put("name", name).put("error", e.getMessage());
          line("%-20s can't be used: %s", name, e.getMessage());
        }
      }
      if (json) {
        out().println(Json.pretty(all));
      }
      return 0;
    }

    private void add(ModelInfo info, ArrayNode all) {
      all.add(toJson(info));
      line(
          "%-20s %-18s %7.1f M parameters",
          info.name(), info.architecture(), info.parameters() / 1e6);
    }

    private void line(String format, Object... values) {
      if (!json) {
        out().println(String.format(Locale.ROOT, format, values));
      }
    }
  }

  /** One model. */
  @Command(
      name = "info",
      description = "Explains a backbone.",
      footer = {"", "Example:", "  gramscape model info gramscape-vitt16 --json"})
  static final class Info extends Subcommand {
    @Parameters(paramLabel = "MODEL", description = "A name, a file of weights, or its folder.")
    private String model;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      ModelInfo info = Models.local().info(model);
      ModelSource source = Models.local().source(model);
      Optional<DepthConfig> heights = Models.local().heights(model);
      Optional<SegmentationConfig> classes = Models.local().classes(model);
      if (json) {
        ObjectNode node = toJson(info);
        heights.ifPresent(head -> addTo(node, head));
        classes.ifPresent(head -> addTo(node, head));
        addTo(node, source);
        out().println(Json.pretty(node));
      } else {
        print(info);
        heights.ifPresent(this::print);
        classes.ifPresent(this::print);
        print(source);
        line("Licence", info.licence());
      }
      return 0;
    }

    private static void addTo(ObjectNode node, DepthConfig head) {
      node.putObject("heights")
          .put("parameters", head.network().parameterCount())
          .put("bins", head.bins().count())
          .put("highest", head.highest());
      head.network().taps().forEach(tap -> node.withArray("/heights/layers").add(tap));
    }

    private static void addTo(ObjectNode node, SegmentationConfig head) {
      ArrayNode classes = node.putArray("classes");
      head.classes()
          .forEach(each -> classes.addObject().put("value", each.value()).put("name", each.name()));
    }

    private void print(SegmentationConfig head) {
      line(
          "Classes",
          "%s by a %s head on the layers %s"
              .formatted(
                  head.classes().stream().map(ClassLabel::name).collect(Collectors.joining(", ")),
                  head.kind() == SegmentationConfig.Kind.DPT ? "DPT" : "linear",
                  head.taps()));
    }

    private void print(DepthConfig head) {
      line(
          "Heights",
          String.format(
              Locale.ROOT,
              "a DPT head of %.1f M parameters on the layers %s: %d bins (%s) to %.0f m",
              head.network().parameterCount() / 1e6,
              head.network().taps(),
              head.bins().count(),
              head.bins().spacing().name().toLowerCase(Locale.ROOT),
              head.highest()));
    }

    private void addTo(ObjectNode node, ModelSource source) {
      node.put("location", location(source));
      node.put("format", source.format());
      node.put("layout", source.layout().label());
      source.storage().forEach(type -> node.withArray("storage").add(type.name()));
      node.put("bytes", source.bytes());
      source.origin().ifPresent(origin -> node.put("origin", origin));
    }

    private void print(ModelSource source) {
      String types =
          source.storage().stream().map(StorageType::name).collect(Collectors.joining(", "));
      line("Values", types + String.format(Locale.ROOT, ", %.0f MB", source.bytes() / 1e6));
      line("Format", source.format() + ", names of " + source.layout().label());
      line("File", location(source));
      source.origin().ifPresent(origin -> line("From", origin));
    }

    /** A copy that goes with the process is of no use to anyone. */
    private String location(ModelSource source) {
      return model.equals(Models.standard())
          ? "comes with Gramscape"
          : source.location().toString();
    }

    private void print(ModelInfo info) {
      line("Name", info.name());
      line("Architecture", info.architecture());
      line("Parameters", String.format(Locale.ROOT, "%.1f million", info.parameters() / 1e6));
      line("Features", info.channels() + " channels, " + info.depth() + " layers");
      line("Patch", info.patchSize() + " x " + info.patchSize() + " px");
      line("Made for", info.groundSampleDistance() + " m a pixel");
      line("Statistics", info.normalisation().name());
      if (info.architecture().startsWith("vit")) {
        line("RoPE", "exact periods, not rounded to bfloat16 as in Meta's files");
      }
      line("SHA-256", info.sha256());
    }

    private void line(String what, String text) {
      out().printf(Locale.ROOT, "%-12s %s%n", what, text);
    }
  }

  /** Weights from a file. */
  @Command(
      name = "import",
      description = {
        "Brings a backbone's weights into the store of this user, under a name. On the same disk"
            + " they are not copied, but get a second name there (a hard link).",
        "Understood are safetensors, in one file or several with an index, and PyTorch's .pth; with"
            + " Meta's, Hugging Face's or timm's names."
      },
      footer = {
        "",
        "Example:",
        "  gramscape model import ./dinov3_vitl16_pretrain_sat493m-eadcf0ff.pth vitl16-sat"
      })
  static final class Import extends Subcommand {
    @Parameters(paramLabel = "PATH", description = "A file of weights, or a folder with one.")
    private Path source;

    @Parameters(paramLabel = "NAME", description = "What to call it.")
    private String name;

    @Option(
        names = "--normalisation",
        paramLabel = "STATISTICS",
        description =
            "Of the images that it was trained on: SAT_493M, LVD_1689M, or means and deviations of"
                + " samples in [0, 1] as 0.43,0.41,0.3/0.21,0.16,0.14 (default: by its name).")
    private ImageNormalisation normalisation;

    @Override
    public Integer call() throws IOException {
      ModelInfo info =
          Models.local().importWeights(source, name, Optional.ofNullable(normalisation));
      say("Imported " + describe(info));
      return 0;
    }
  }

  /** The end of an import. */
  @Command(
      name = "remove",
      description =
          "Takes a backbone out of the store of this user. The file that it was imported from, and"
              + " what was pulled into the hub's cache, stay.",
      footer = {"", "Example:", "  gramscape model remove vitl16-sat"})
  static final class Remove extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "A name of `gramscape model list`.")
    private String name;

    @Override
    public Integer call() throws IOException {
      Models.local().remove(name);
      say("Removed " + name);
      return 0;
    }
  }

  static String describe(ModelInfo info) {
    return "%s: %s, made for %s m a pixel, statistics %s"
        .formatted(
            info.name(), info.architecture(), info.groundSampleDistance(), info.normalisation());
  }

  private static ObjectNode toJson(ModelInfo info) {
    ObjectNode node = Json.object();
    node.put("name", info.name());
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
