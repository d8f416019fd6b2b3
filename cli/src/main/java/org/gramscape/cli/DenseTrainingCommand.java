package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.CheckpointOptions;
import org.gramscape.cli.option.ScaleOption;
import org.gramscape.cli.option.TrainingPrecision;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import org.gramscape.model.TrainedNetwork;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.dense.DenseNetworks;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.dense.DenseTraining;
import org.gramscape.model.dense.HeadConfig;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.tiling.Fingerprint;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.dense.Grounds;
import org.gramscape.training.run.Checkpoint;
import org.gramscape.training.run.DenseDryRun;
import org.gramscape.training.run.DenseRun;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.TrainingRun;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that trains a dense head on a backbone.
 *
 * @param <R> its recipes
 */
abstract class DenseTrainingCommand<R extends DenseRecipe> extends TrainingCommand {
  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "What differs from the recipe: batch=4, backbone.frozen=true ...")
  private List<String> overrides = List.of();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "The backbone to begin with: a name of `gramscape model list`, a file of weights or its"
              + " folder (default: the built-in one).")
  private String model = Models.standard();

  @Option(
      names = "--bands",
      paramLabel = "B,B,...",
      split = ",",
      description = "The bands to read of every image, from 1 (default: red, green and blue).")
  private List<Integer> bands = List.of();

  @Option(
      names = "--dry-run",
      description =
          "Say what would be trained, how much memory and time it takes, by two steps on the"
              + " images, and write nothing.")
  private boolean dryRun;

  @Mixin private CheckpointOptions checkpoints;
  @Mixin private ScaleOption scale;
  @Mixin private BackendOption backend;
  @Mixin private TrainingPrecision precision;

  /** Makes heads without values. */
  interface HeadMaker {
    DenseHead make(Precision precision);
  }

  /** Looks at ground that is held out. */
  interface Watch {
    DenseRun.Look look(Grounds.Prediction prediction);
  }

  /** Tells, in lines, what a model is worth on ground that is held out. */
  interface Worth {
    List<String> lines(Grounds.Prediction prediction);
  }

  /**
   * What is trained, and on what.
   *
   * @param told of the images, in words
   * @param head what heads are
   * @param losses by the names of the recipe's weights
   * @param watch looks at the running mean now and then
   * @param worth of the model, at the end
   * @param titles of the page
   * @param learntFrom the images and what is true of them
   * @param licence what the model may be used for, but for the backbone's part
   */
  record Subject(
      Grounds grounds,
      String told,
      HeadConfig head,
      HeadMaker heads,
      Map<String, DenseLoss> losses,
      Watch watch,
      Worth worth,
      DenseRun.Titles titles,
      Fingerprint learntFrom,
      String licence) {}

  /** Reads the recipe and refuses one that can't work. */
  abstract R recipe(List<String> differences) throws IOException;

  /** Reads what is learnt from. */
  abstract Subject subject(R recipe, ModelInfo backbone, SceneView view) throws IOException;

  @Override
  public final Integer call() throws IOException, DivergedException {
    DenseRun.Settings settings = new DenseRun.Settings(checkpoints.every(), checkpoints.keep());
    R recipe = recipe(overrides);
    RunFolder folder = checkpoints.folder();
    Optional<Checkpoint> last =
        checkpoints.resume() ? folder.checkpoints().newest(this::say) : Optional.empty();
    if (last.isPresent()) {
      last.get().requireComputed(precision.computed(ComputeDevice.CPU));
    }
    if (!checkpoints.resume() && !dryRun) {
      folder.requireEmpty();
    }
    say(precision.describe(ComputeDevice.CPU));
    ModelInfo backbone = Models.local().info(model);
    DenseNetworks.requireDepth(backbone, recipe);
    Subject subject = subject(recipe, backbone, view());
    try (DenseNetworks networks =
        new DenseNetworks(
            recipe,
            Models.local(),
            model,
            () -> subject.heads().make(precision.get()),
            precision.get())) {
      describe(recipe, networks, subject);
      try (DenseTraining training =
          new DenseTraining(recipe, subject.losses(), subject.grounds(), networks)) {
        if (last.isPresent()) {
          DenseRun.restore(last.get(), recipe, learntFrom(subject, backbone), training);
          say("Going on after %d iterations".formatted(training.iteration()));
        }
        if (dryRun) {
          DenseDryRun dry = new DenseDryRun(recipe, networks);
          print(dry.plan(folder, settings, checkpoints.exportType(), training.iteration()));
          print(dry.measure(training));
          return 0;
        }
        return run(recipe, networks, training, subject, folder, settings);
      }
    }
  }

  private static Fingerprint learntFrom(Subject subject, ModelInfo backbone) {
    return subject.learntFrom().withDigest("backbone", backbone.sha256());
  }

  private SceneView view() {
    return new SceneView(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale.get(),
        SceneView.DEFAULT.tile(),
        SceneView.DEFAULT.overlap(),
        OptionalDouble.empty());
  }

  private void describe(R recipe, DenseNetworks networks, Subject subject) {
    double[] hectares = subject.grounds().hectares();
    say(
        String.format(
            Locale.ROOT,
            "Backbone %s (%s), %s; %.2f M values learn",
            networks.info().name(),
            networks.info().architecture(),
            recipe.backbone().frozen() ? "frozen" : "learning too",
            networks.learning() / 1e6));
    say(
        String.format(
            Locale.ROOT,
            "%s to learn from on %.2f ha, %.2f ha held out",
            subject.told(),
            hectares[0],
            hectares[1]));
  }

  @Override
  final String afterDivergence(List<Checkpoint> last) {
    return "Begin anew in another --out, with a lower steps.learningRate or a longer steps.warmup";
  }

  private int run(
      R recipe,
      DenseNetworks networks,
      DenseTraining training,
      Subject subject,
      RunFolder folder,
      DenseRun.Settings settings)
      throws IOException, DivergedException {
    var provenance =
        new TrainingRun.Provenance(
            "Gramscape " + Versions.gramscape(),
            precision.computed(ComputeDevice.CPU),
            subject.licence() + networks.info().licence(),
            recipe.groundSampleDistance());
    DenseRun run =
        new DenseRun(
            recipe,
            training,
            new DenseRun.Subject() {
              @Override
              public DenseRun.Look look(DenseTraining watched) {
                return subject.watch().look(watched::predict);
              }

              @Override
              public DenseRun.Titles titles() {
                return subject.titles();
              }

              @Override
              public Fingerprint learntFrom() {
                return DenseTrainingCommand.learntFrom(subject, networks.info());
              }

              @Override
              public void export(Path target, boolean isBest) throws IOException {
                TrainedNetwork.of(
                        networks,
                        subject.head(),
                        isBest,
                        recipe.groundSampleDistance(),
                        provenance.licence())
                    .export(target, checkpoints.exportType());
              }
            },
            folder,
            settings,
            provenance);
    boolean done =
        finishes(run::run, training::iteration, recipe.iterations(), folder, List.of(""));
    if (!done) {
      return Failure.INTERRUPTED;
    }
    say(
        "Trained %d iterations%s. The model, as it was best after %d, is --model %s"
            .formatted(
                training.iteration(),
                training.isStale() ? ", the last of which made nothing better" : "",
                training.bestAt(),
                folder.model()));
    out().println("On ground held out:");
    subject.worth().lines(training::predictBest).forEach(out()::println);
    return 0;
  }
}
