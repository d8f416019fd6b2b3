package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.ssl.data.BatchMaker;
import org.gramscape.model.ssl.data.CropBatch;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.data.Prefetch;
import org.gramscape.model.ssl.loss.SinkhornKnopp;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsMismatchException;

/**
 * A stage of training under way: makes the batch of each iteration of a recipe and takes the step.
 *
 * <p>Everything random in an iteration follows from the recipe's seed and the iteration's number.
 */
public final class Training implements AutoCloseable {
  private static final int MOST_FAILURES = 3;
  private static final String OPTIMISER = "optimiser";

  private final Recipe recipe;
  private final ImageSource source;
  private final List<FusedBranches> kernels = new ArrayList<>();
  private final Prefetch<List<CropBatch>> batches;
  private final TrainStep step;
  private long iteration;
  private int failures;

  /**
   * A run from its first iteration on. The networks stay the caller's.
   *
   * @param source of images, which are drawn up to two iterations ahead
   * @param student with its values
   * @param average the student's running mean, with values
   * @param gramBackbone the Gram teacher's, with values; null for stages without
   * @param frozenTeacher to distill, with values; null where {@code average} teaches
   */
  public Training(
      Recipe recipe,
      ImageSource source,
      SslNetwork student,
      SslNetwork average,
      VisionTransformer gramBackbone,
      SslNetwork frozenTeacher,
      Precision precision) {
    this.recipe = recipe;
    this.source = source;
    batches = new Prefetch<>(this::batch, Training::discard, recipe.iterations());
    SslNetwork teaching = frozenTeacher == null ? average : frozenTeacher;
    Teacher teacher =
        new Teacher(
            teaching,
            kernel(teaching.backbone(), precision),
            new SinkhornKnopp(),
            new SinkhornKnopp());
    GramTeacher gramTeacher =
        gramBackbone == null
            ? null
            : new GramTeacher(gramBackbone, kernel(gramBackbone, precision), false);
    step =
        new TrainStep(
            student,
            kernel(student.backbone(), precision),
            average,
            teacher,
            gramTeacher,
            recipe.objective(),
            new Optimiser(student, recipe.optimiser()));
  }

  private FusedBranches kernel(VisionTransformer backbone, Precision precision) {
    FusedBranches kernel = new FusedBranches(backbone, precision);
    kernels.add(kernel);
    return kernel;
  }

  /** The student's running mean: what training makes. */
  public SslNetwork average() {
    return step.average();
  }

  /** Iterations that are done. */
  public long iteration() {
    return iteration;
  }

  public boolean isDone() {
    return iteration >= recipe.iterations();
  }

  /**
   * The next iteration.
   *
   * @throws IOException if there are no images
   * @throws DivergedException if the loss or a gradient was not finite three times in a row
   */
  public StepReport next() throws IOException, DivergedException {
    List<Function<NDManager, Batch>> parts = new ArrayList<>();
    List<CropBatch> batch = batches.take(iteration);
    batch.forEach(part -> parts.add(part::tensors));
    Torch.useAllThreads();
    SplittableRandom random = new SplittableRandom(recipe.seed() + iteration);
    StepReport report;
    try {
      report = step.run(parts, recipe.rates(iteration), random);
    } finally {
      discard(batch);
    }
    iteration++;
    failures = report.moved() ? 0 : failures + 1;
    if (failures == MOST_FAILURES) {
      throw new DivergedException(iteration, recipe.rates(iteration - 1).learningRate());
    }
    if (step.gramTeacher() != null && recipe.gramTeacher().takesAverageAfter(iteration)) {
      SslNetwork.copy(
          step.average().backbone(),
          step.gramTeacher().backbone(),
          step.gramTeacher().backbone().parameterManager());
    }
    return report;
  }

  /** This run as it is now, to be used before the next iteration. */
  public TrainingState state() {
    Map<String, Map<String, StoredTensor>> tensors = new LinkedHashMap<>();
    parts()
        .forEach(
            (part, arrays) -> {
              Map<String, StoredTensor> stored = new LinkedHashMap<>();
              arrays.forEach((name, array) -> stored.put(name, StoredTensor.of(array)));
              tensors.put(part, stored);
            });
    Optimiser.State optimiser = step.optimiser().state();
    tensors.put(OPTIMISER, optimiser.moments());
    return new TrainingState(iteration, failures, optimiser.step(), tensors);
  }

  /**
   * Goes on from where another run of the same recipe was, to the numbers that it would have had.
   *
   * @throws WeightsMismatchException if it was a run of other networks
   */
  public void restore(TrainingState state) throws IOException {
    for (Map.Entry<String, Map<String, NDArray>> part : parts().entrySet()) {
      StoredTensor.copyAll(state.tensors().getOrDefault(part.getKey(), Map.of()), part.getValue());
    }
    step.optimiser()
        .restore(
            new Optimiser.State(state.steps(), state.tensors().getOrDefault(OPTIMISER, Map.of())));
    iteration = state.iteration();
    failures = state.failures();
  }

  /** The arrays of the networks that change, or came from elsewhere. */
  private Map<String, Map<String, NDArray>> parts() {
    Map<String, Map<String, NDArray>> parts = new LinkedHashMap<>();
    parts.put("student", arrays(step.student()));
    parts.put("average", arrays(step.average()));
    if (step.gramTeacher() != null) {
      parts.put("gram", arrays(step.gramTeacher().backbone()));
    }
    return parts;
  }

  private static Map<String, NDArray> arrays(NamedBlock network) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    network.namedParameters().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }

  /** The parts of an iteration's batch. */
  private List<CropBatch> batch(long iteration) throws IOException {
    BatchMaker maker = maker(recipe.crops().sizesOf(iteration, recipe.seed()));
    List<CropBatch> parts = new ArrayList<>();
    try {
      for (int part = 0; part < recipe.accumulate(); part++) {
        parts.add(maker.make(iteration * recipe.accumulate() + part));
      }
      return parts;
    } catch (IOException | RuntimeException e) {
      discard(parts);
      throw e;
    }
  }

  private static void discard(List<CropBatch> batch) {
    batch.forEach(CropBatch::close);
  }

  private BatchMaker maker(Recipe.Sizes sizes) {
    return new BatchMaker(
        source,
        recipe.crops().of(sizes),
        recipe.masks(),
        recipe.normalisation(),
        recipe.batch() / recipe.accumulate(),
        recipe.backbone().patchSize(),
        recipe.seed());
  }

  @Override
  public void close() {
    batches.close();
    kernels.forEach(FusedBranches::close);
    step.optimiser().close();
  }
}
