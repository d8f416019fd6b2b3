package org.gramscape.model.dense;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
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
import org.gramscape.model.weights.StoredTensor;

/**
 * A training of a dense head under way: makes the batch of each iteration of a recipe, takes the
 * step, and knows when the running mean was best.
 *
 * <p>Everything random in an iteration follows from the recipe's seed and the iteration's number.
 */
public final class DenseTraining implements AutoCloseable {
  private static final int MOST_FAILURES = 3;
  private static final String OPTIMISER = "optimiser";
  private static final String PROGRESS = "progress";
  private static final String TOTAL = "total";

  private final DenseRecipe recipe;
  private final Map<String, DenseLoss> losses;
  private final DenseNetworks networks;
  private final Prefetch<DenseBatch> batches;
  private final Optimiser optimiser;
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

  /**
   * A run from its first iteration on.
   *
   * @param losses by the names of the recipe's weights
   * @param networks stay the caller's
   */
  public DenseTraining(
      DenseRecipe recipe,
      Map<String, DenseLoss> losses,
      DenseSource source,
      DenseNetworks networks) {
    this.recipe = recipe;
    this.losses = losses;
    this.networks = networks;
    batches =
        new Prefetch<>(
            i -> DenseBatch.make(recipe, networks.normalisation(), source, i),
            batch -> {},
            recipe.iterations());
    DenseRecipe.Steps steps = recipe.steps();
    optimiser =
        new Optimiser(
            networks.student().subModules(),
            this::groupOf,
            new Optimiser.Settings(
                steps.beta1(), steps.beta2(), steps.clipNorm(), recipe.backbone().layerDecay(), 1));
  }

  private ParameterGroup groupOf(String part, String name) {
    return part.equals(DenseModel.BACKBONE)
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
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("learningRate", recipe.learningRate(of));
    numbers.put("momentum", recipe.momentum(of));
    recipe.lossWeights(of).forEach((name, weight) -> numbers.put(name + "Weight", weight));
    return numbers;
  }

  /**
   * The next iteration.
   *
   * @throws IOException if there are no images
   * @throws DivergedException if the loss or a gradient was not finite three times in a row
   */
  public StepReport next() throws IOException, DivergedException {
    DenseBatch batch = batches.take(iteration);
    Torch.useAllThreads();
    StepReport report = step(batch);
    iteration++;
    failures = report.moved() ? 0 : failures + 1;
    if (failures == MOST_FAILURES) {
      throw new DivergedException("", iteration, recipe.learningRate(iteration - 1));
    }
    return report;
  }

  private StepReport step(DenseBatch batch) {
    optimiser.clearGradients();
    Map<String, Double> values;
    try (NDManager scope = networks.manager().newSubManager()) {
      values = backward(batch, scope);
    }
    if (!Double.isFinite(values.get(TOTAL))) {
      return new StepReport(values, Map.of());
    }
    double rate = recipe.learningRate(iteration);
    Map<String, Double> norms = optimiser.step(rate, rate, recipe.steps().weightDecay());
    if (!norms.values().stream().allMatch(Double::isFinite)) {
      return new StepReport(values, Map.of());
    }
    ExponentialMovingAverage.update(
        networks.average(), networks.student(), recipe.momentum(iteration));
    return new StepReport(values, norms);
  }

  private Map<String, Double> backward(DenseBatch batch, NDManager scope) {
    NDArray truth = batch.truth(scope);
    NDArray known = batch.known(scope);
    NDArray images = batch.images(scope);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray predicted = learn(images, batch.side());
      Map<String, NDArray> terms = new LinkedHashMap<>();
      NDArray total = null;
      for (Map.Entry<String, Double> weight : recipe.lossWeights(iteration).entrySet()) {
        NDArray term = losses.get(weight.getKey()).of(predicted, truth, known);
        terms.put(weight.getKey(), term);
        NDArray weighted = Factor.times(term, weight.getValue());
        total = total == null ? weighted : total.add(weighted);
      }
      terms.put(TOTAL, total);
      gradients.backward(total);
      return values(terms);
    }
  }

  private NDArray learn(NDArray images, int side) {
    // Of its own, so that what the head leaves out does not depend on what images were made of.
    SplittableRandom random = new SplittableRandom(~recipe.seed() ^ iteration);
    DenseModel student = networks.student();
    return student.head().learn(networks.taps(student, images), side, side, random);
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
   * What the running mean says.
   *
   * @param image in [0, 1] {@code [bands, height, width]}, NaN where there is none; sides are
   *     multiples of 32
   * @return {@code [C, height, width]}
   */
  public float[] predict(float[] image, int height, int width) {
    return predict(networks.average(), image, height, width);
  }

  /** The same of the running mean as it was best. */
  public float[] predictBest(float[] image, int height, int width) {
    return predict(networks.best(), image, height, width);
  }

  private float[] predict(DenseModel model, float[] image, int height, int width) {
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
      return model.head().predict(networks.taps(model, images), height, width).toFloatArray();
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

  private static Map<String, NDArray> arrays(DenseModel model) {
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
