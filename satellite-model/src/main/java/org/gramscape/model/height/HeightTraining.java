package org.gramscape.model.height;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.model.height.loss.CharbonnierLoss;
import org.gramscape.model.height.loss.HeightLoss;
import org.gramscape.model.height.loss.PatchGradientLoss;
import org.gramscape.model.height.loss.SiLogLoss;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.Factor;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.StepReport;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.data.Prefetch;
import org.gramscape.model.ssl.optim.ExponentialMovingAverage;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.ssl.optim.ParameterGroup;
import org.gramscape.model.vit.VitFeatures;
import org.gramscape.model.weights.StoredTensor;

/**
 * A training for heights under way: makes the batch of each iteration of a recipe, takes the step,
 * and knows when the running mean was best.
 *
 * <p>Everything random in an iteration follows from the recipe's seed and the iteration's number.
 */
public final class HeightTraining implements AutoCloseable {
  private static final int MOST_FAILURES = 3;
  private static final String OPTIMISER = "optimiser";
  private static final String PROGRESS = "progress";

  /** Metres that the logarithms are of more than heights, so that bare ground has one. */
  private static final double LOG_OFFSET = 1;

  private final HeightRecipe recipe;
  private final HeightNetworks networks;
  private final Prefetch<HeightBatch> batches;
  private final Optimiser optimiser;
  private final HeightLoss siLog = new SiLogLoss(0.15, LOG_OFFSET, true);
  private final HeightLoss charbonnier;
  private final HeightLoss gradient = new PatchGradientLoss();
  private long iteration;
  private int failures;
  private Progress progress = new Progress(Double.POSITIVE_INFINITY, 0, 0);

  /**
   * What looks at held-out ground have shown.
   *
   * @param best the least error so far
   * @param bestAt iterations that were done then
   * @param since looks since
   */
  private record Progress(double best, long bestAt, int since) {}

  /** A run from its first iteration on. The networks stay the caller's. */
  public HeightTraining(HeightRecipe recipe, HeightSource source, HeightNetworks networks) {
    this.recipe = recipe;
    this.networks = networks;
    charbonnier = new CharbonnierLoss(recipe.losses().epsilon());
    batches =
        new Prefetch<>(
            i -> HeightBatch.make(recipe, networks.normalisation(), source, i),
            batch -> {},
            recipe.iterations());
    HeightRecipe.Steps steps = recipe.steps();
    optimiser =
        new Optimiser(
            networks.student().subModules(),
            this::groupOf,
            new Optimiser.Settings(
                steps.beta1(), steps.beta2(), steps.clipNorm(), recipe.backbone().layerDecay(), 1));
  }

  private ParameterGroup groupOf(String part, String name) {
    return part.equals(HeightModel.BACKBONE)
        ? ParameterGroup.ofBackbone(
                name, networks.info().depth(), recipe.backbone().layerDecay(), 1)
            .times(recipe.backbone().learningRateFactor())
        : ParameterGroup.ofHead(name);
  }

  /** Iterations that are done. */
  public long iteration() {
    return iteration;
  }

  /** Whether all iterations are done, or nothing became better for long enough. */
  public boolean isDone() {
    return iteration >= recipe.iterations() || isStale();
  }

  /** Whether the recipe's patience is at its end. */
  public boolean isStale() {
    return progress.since() >= recipe.validation().patience();
  }

  /** Iterations after which the running mean was best; 0 before the first look. */
  public long bestAt() {
    return progress.bestAt();
  }

  /** The scheduled numbers of an iteration, by name. */
  public Map<String, Double> rates(long of) {
    HeightRecipe.Rates rates = recipe.rates(of);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("learningRate", rates.learningRate());
    numbers.put("momentum", rates.momentum());
    numbers.put("siLogWeight", rates.siLog());
    numbers.put("charbonnierWeight", rates.charbonnier());
    numbers.put("gradientWeight", rates.gradient());
    return numbers;
  }

  /**
   * The next iteration.
   *
   * @throws IOException if there are no images
   * @throws DivergedException if the loss or a gradient was not finite three times in a row
   */
  public StepReport next() throws IOException, DivergedException {
    HeightBatch batch = batches.take(iteration);
    Torch.useAllThreads();
    HeightRecipe.Rates rates = recipe.rates(iteration);
    StepReport report = step(batch, rates);
    iteration++;
    failures = report.moved() ? 0 : failures + 1;
    if (failures == MOST_FAILURES) {
      throw new DivergedException("", iteration, rates.learningRate());
    }
    return report;
  }

  private StepReport step(HeightBatch batch, HeightRecipe.Rates rates) {
    optimiser.clearGradients();
    Map<String, Double> losses;
    try (NDManager scope = networks.manager().newSubManager()) {
      losses = backward(batch, rates, scope);
    }
    if (!Double.isFinite(losses.get("total"))) {
      return new StepReport(losses, Map.of());
    }
    Map<String, Double> norms =
        optimiser.step(rates.learningRate(), rates.learningRate(), recipe.steps().weightDecay());
    if (!norms.values().stream().allMatch(Double::isFinite)) {
      return new StepReport(losses, Map.of());
    }
    ExponentialMovingAverage.update(networks.average(), networks.student(), rates.momentum());
    return new StepReport(losses, norms);
  }

  private Map<String, Double> backward(
      HeightBatch batch, HeightRecipe.Rates rates, NDManager scope) {
    NDArray truth = batch.heights(scope);
    NDArray known = batch.known(scope);
    NDArray images = batch.images(scope);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      List<VitFeatures> taps = networks.taps(networks.student(), images);
      NDArray heights = networks.student().head().heights(taps, true);
      Map<String, NDArray> losses = new LinkedHashMap<>();
      losses.put("siLog", siLog.of(heights, truth, known));
      losses.put("charbonnier", charbonnier.of(heights, truth, known));
      losses.put("gradient", gradient.of(heights, truth, known));
      NDArray total =
          Factor.times(losses.get("siLog"), rates.siLog())
              .add(Factor.times(losses.get("charbonnier"), rates.charbonnier()))
              .add(Factor.times(losses.get("gradient"), rates.gradient()));
      losses.put("total", total);
      gradients.backward(total);
      return values(losses);
    }
  }

  private static Map<String, Double> values(Map<String, NDArray> arrays) {
    float[] numbers = NDArrays.stack(new NDList(arrays.values())).toFloatArray();
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : arrays.keySet()) {
      values.put(name, (double) numbers[values.size()]);
    }
    return values;
  }

  /**
   * Heights by the running mean.
   *
   * @param image in [0, 1] {@code [bands, height, width]}, NaN where there is none; sides are
   *     multiples of 32
   * @return metres {@code [height, width]}
   */
  public float[] heights(float[] image, int height, int width) {
    float[] mean = networks.normalisation().mean();
    float[] deviation = networks.normalisation().standardDeviation();
    float[] normalised = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      int band = i / (height * width);
      normalised[i] = Float.isNaN(image[i]) ? 0 : (image[i] - mean[band]) / deviation[band];
    }
    Torch.useAllThreads();
    try (NDManager scope = networks.manager().newSubManager()) {
      NDArray images = Tensors.of(scope, normalised, new Shape(1, mean.length, height, width));
      List<VitFeatures> taps = networks.taps(networks.average(), images);
      return networks.average().head().heights(taps, false).toFloatArray();
    }
  }

  /**
   * Tells how well the running mean does on ground that is held out.
   *
   * @param error the less the better
   */
  public void validated(double error) {
    if (error < progress.best()) {
      // The mean with nothing of what was before it.
      ExponentialMovingAverage.update(networks.best(), networks.average(), 0);
      progress = new Progress(error, iteration, 0);
    } else {
      progress = new Progress(progress.best(), progress.bestAt(), progress.since() + 1);
    }
  }

  /** This run as it is now, to be used before the next iteration. */
  public TrainingState state() {
    Map<String, Map<String, StoredTensor>> tensors = new LinkedHashMap<>();
    arrays()
        .forEach(
            (part, arrays) -> {
              Map<String, StoredTensor> stored = new LinkedHashMap<>();
              arrays.forEach((name, array) -> stored.put(name, StoredTensor.of(array)));
              tensors.put(part, stored);
            });
    Optimiser.State moments = optimiser.state();
    tensors.put(OPTIMISER, moments.moments());
    float[] numbers = {(float) progress.best(), progress.bestAt(), progress.since()};
    NDArray array = Tensors.of(networks.manager(), numbers, new Shape(numbers.length));
    tensors.put(PROGRESS, Map.of(PROGRESS, StoredTensor.of(array)));
    return new TrainingState(iteration, failures, moments.step(), tensors);
  }

  /**
   * Goes on from where another run of the same recipe was, to the numbers that it would have had.
   *
   * @throws org.gramscape.model.weights.WeightsMismatchException if it was a run of other networks
   */
  public void restore(TrainingState state) throws IOException {
    for (Map.Entry<String, Map<String, NDArray>> part : arrays().entrySet()) {
      StoredTensor.copyAll(state.tensors().getOrDefault(part.getKey(), Map.of()), part.getValue());
    }
    optimiser.restore(
        new Optimiser.State(state.steps(), state.tensors().getOrDefault(OPTIMISER, Map.of())));
    try (NDManager scope = networks.manager().newSubManager()) {
      float[] numbers = state.tensors().get(PROGRESS).get(PROGRESS).read(scope).toFloatArray();
      progress = new Progress(numbers[0], (long) numbers[1], (int) numbers[2]);
    }
    iteration = state.iteration();
    failures = state.failures();
  }

  private Map<String, Map<String, NDArray>> arrays() {
    Map<String, Map<String, NDArray>> parts = new LinkedHashMap<>();
    parts.put("student", arrays(networks.student()));
    parts.put("average", arrays(networks.average()));
    parts.put("best", arrays(networks.best()));
    return parts;
  }

  private static Map<String, NDArray> arrays(HeightModel model) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    model.namedParameters().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }

  @Override
  public void close() {
    batches.close();
    optimiser.close();
  }
}
