package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.canopy.HeightPair;
import org.gramscape.cli.option.ClassSceneOption;
import org.gramscape.cli.option.ComputeOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import org.gramscape.model.RandomModel;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.training.probe.ColorTextureModel;
import org.gramscape.training.probe.FeatureProbes;
import org.gramscape.training.probe.PairSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How good the features of backbones are. */
@Command(
    name = "features",
    description = {
      "Compares what backbones see: simple fits on their features, scored on ground that the fits"
          + " did not see.",
      "Heights by ridge regression, fitted to some pairs and scored on others (cells of 1 m, blocks"
          + " of 10 m); classes by logistic regression and nearest neighbours from a few labels of"
          + " each scene; and how sharp the similarities of patches are."
    },
    footer = {
      "",
      "Example:",
      "  gramscape evaluate features --model my-backbone --baselines --train a.tif=a_chm.tif"
          + " --train b.tif=b_chm.tif --test c.tif=c_chm.tif --classes town.tif=roads.gpkg=kind",
      "",
      "A split is {\"train\": [NAME, ...], \"test\": [NAME, ...]}; a NAME is a folder with rgb.tif"
          + " and chm.tif, or two files NAME_rgb.tif and NAME_chm.tif."
    })
final class EvaluateFeaturesCommand extends Subcommand {
  private static final int BANDS = 3;
  private static final int DRAWS = 20;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A backbone: a name of `gramscape model list`, a safetensors file or its folder; can be"
              + " repeated (default: the built-in one).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--random",
      paramLabel = "RECIPE",
      description = "The network of a training recipe with random weights; can be repeated.")
  private List<String> recipes = new ArrayList<>();

  @Option(
      names = "--baselines",
      description =
          "Also colour and texture without a network, and each model's network with random"
              + " weights.")
  private boolean baselines;

  @Option(
      names = "--split",
      paramLabel = "SPLIT.json",
      description = "Which pairs to fit heights to, and which to score them on.")
  private Path split;

  @Option(
      names = "--pairs",
      paramLabel = "FOLDER",
      description = "The folder of the pairs that the split names (default: the split's own).")
  private Path pairs;

  @Option(
      names = "--train",
      paramLabel = "IMAGE=CHM",
      description = "An image and its heights to fit to; can be repeated.")
  private List<String> train = new ArrayList<>();

  @Option(
      names = "--test",
      paramLabel = "IMAGE=CHM",
      description = "An image and its heights to be scored on; can be repeated.")
  private List<String> test = new ArrayList<>();

  @Option(
      names = "--labels",
      paramLabel = "N",
      defaultValue = "10",
      description = "Cells of each class to learn from (default: ${DEFAULT-VALUE}).")
  private int labels;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ClassSceneOption classes;
  @Mixin private ComputeOptions compute;
  @Mixin private LayerOptions layers;
  @Mixin private SceneOptions scene;
  @Mixin private OverlapOption overlap;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FeatureProbes probes = probes();
    if (models.isEmpty() && recipes.isEmpty()) {
      models.add(Models.standard());
    }
    ProbeTable table = new ProbeTable(labels);
    for (String recipe : recipes) {
      VitConfig config = RecipeReader.read(recipe, List.of()).backbone().config(BANDS);
      try (FeatureExtractor random = RandomModel.open(config, Precision.FP32)) {
        addColors(random, probes, table);
        add(recipe + "'s network, random weights", random, layers.get(), probes, table);
      }
    }
    for (String model : models) {
      try (FeatureExtractor opened = compute.open(model)) {
        addColors(opened, probes, table);
        addRandom(model, probes, table);
        add(model, opened, layers.get(), probes, table);
      }
    }
    if (json) {
      out().println(Json.pretty(table.toJson()));
    } else {
      table.print(out());
    }
    return 0;
  }

  private FeatureProbes probes() throws IOException {
    if (labels < 1) {
      throw new IllegalArgumentException("--labels " + labels + ": at least one is needed");
    }
    List<HeightPair> toFit = new ArrayList<>();
    List<HeightPair> toScore = new ArrayList<>();
    for (String pair : train) {
      toFit.add(pair("--train", pair));
    }
    for (String pair : test) {
      toScore.add(pair("--test", pair));
    }
    if (split != null) {
      Path folder = pairs == null ? split.toAbsolutePath().getParent() : pairs;
      PairSplit named = PairSplit.read(split, folder);
      toFit.addAll(named.train());
      toScore.addAll(named.test());
    } else if (pairs != null) {
      throw new IllegalArgumentException(
          "--pairs " + pairs + ": say with --split which of them are to fit to");
    }
    return new FeatureProbes(
        toFit, toScore, classes.scenes(), labels, DRAWS, overlap.in(scene.view()));
  }

  private static HeightPair pair(String option, String text) {
    String[] parts = text.split("=", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException(
          "%s %s: IMAGE=CHM is expected, for example %s scene.tif=chm.tif"
              .formatted(option, text, option));
    }
    return new HeightPair(parts[0], parts[1]);
  }

  /** Once, on the patches of the first backbone. */
  private void addColors(FeatureExtractor model, FeatureProbes probes, ProbeTable table)
      throws IOException, InterruptedException {
    if (baselines && table.isEmpty()) {
      try (ColorTextureModel colors = new ColorTextureModel(model.info())) {
        add(colors.info().name(), colors, Layers.LAST, probes, table);
      }
    }
  }

  private void addRandom(String model, FeatureProbes probes, ProbeTable table)
      throws IOException, InterruptedException {
    if (!baselines) {
      return;
    }
    Optional<FeatureExtractor> random = compute.openRandom(model);
    if (random.isEmpty()) {
      say(model + " is a ConvNeXt; no row of random weights");
      return;
    }
    try (FeatureExtractor opened = random.get()) {
      add(model + "'s network, random weights", opened, layers.get(), probes, table);
    }
  }

  private void add(
      String name, FeatureExtractor model, Layers taken, FeatureProbes probes, ProbeTable table)
      throws IOException, InterruptedException {
    try (ProgressReport report = progress(name, "scenes")) {
      int[] done = {0};
      Runnable sceneDone = () -> report.update(++done[0], probes.count());
      table.add(name, probes.score(model, taken, compute.threads(), sceneDone));
    }
  }
}
