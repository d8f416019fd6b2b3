package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.gramscape.model.ssl.loss.SoftmaxCentering;
import org.gramscape.model.ssl.loss.TeacherTargets;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsMismatchException;

/**
 * A stage of training under way: makes the batch of each iteration of a recipe and takes the step;
 * of several students, whose recipes have all that concerns the batch and the teacher in common,
 * the same step.
 *
 * <p>Everything random in an iteration follows from the recipe's seed and the iteration's number.
 */
public final class Training implements AutoCloseable {
  private static final int MOST_FAILURES = 3;
  private static final String OPTIMISER = "optimiser";

  private final Recipe shared;
  private final List<StudentNetworks> networks;
  private final ImageSource source;
  private final List<FusedBranches> kernels = new ArrayList<>();

  /** By head; none where targets are of each batch alone. */
  private final Map<String, SoftmaxCentering> centers = new LinkedHashMap<>();

  private final Prefetch<List<CropBatch>> batches;
  private final TrainStep step;
  private final int[] failures;
  private long iteration;

  /**
   * A run from its first iteration on. The networks stay the caller's, and have their values.
   *
   * @param source of images, which are drawn up to two iterations ahead
   */
  public Training(ImageSource source, Networks networks, Precision precision) {
    this.networks = networks.students();
    this.source = source;
    shared = this.networks.get(0).recipe();
    failures = new int[this.networks.size()];
    batches = new Prefetch<>(this::batch, Training::discard, shared.iterations());
    SslNetwork teaching =
        networks.frozenTeacher() == null
            ? this.networks.get(0).average()
            : networks.frozenTeacher();
    Teacher teacher =
        new Teacher(
            teaching,
            kernel(teaching.backbone(), precision),
            targets("dino", shared.heads().dino(), teaching),
            targets("ibot", shared.heads().ibot(), teaching),
            shared.losses().placeInTargets());
    step =
        new TrainStep(
            teacher, this.networks.stream().map(each -> student(each, precision)).toList());
  }

  private TeacherTargets targets(String head, DinoHead.Size size, SslNetwork teaching) {
    if (shared.losses().centering() == Recipe.Centering.SINKHORN_KNOPP) {
      return new SinkhornKnopp();
    }
    SoftmaxCentering centering =
        new SoftmaxCentering(teaching.parameterManager(), size.prototypes());
    centers.put(head, centering);
    return centering;
  }

  private Student student(StudentNetworks own, Precision precision) {
    VisionTransformer gram = own.gramBackbone();
    boolean antialias = own.recipe().losses().gram().antialias();
    return new Student(
        own.student(),
        kernel(own.student().backbone(), precision),
        own.average(),
        gram == null ? null : new GramTeacher(gram, kernel(gram, precision), antialias),
        own.recipe().objective(),
        new Optimiser(own.student(), own.recipe().optimiser()));
  }

  private FusedBranches kernel(VisionTransformer backbone, Precision precision) {
    FusedBranches kernel = new FusedBranches(backbone, precision);
    kernels.add(kernel);
    return kernel;
  }

  /** Iterations that are done. */
  public long iteration() {
    return iteration;
  }

  /** Iterations of the whole run. */
  public long iterations() {
    return shared.iterations();
  }

  public boolean isDone() {
    return iteration >= iterations();
  }

  /**
   * The next iteration.
   *
   * @return what each student says of it
   * @throws IOException if there are no images
   * @throws DivergedException if a student's loss or gradient was not finite three times in a row
   */
  public List<StepReport> next() throws IOException, DivergedException {
    List<Function<NDManager, Batch>> parts = new ArrayList<>();
    List<CropBatch> batch = batches.take(iteration);
    batch.forEach(part -> parts.add(part::tensors));
    Torch.useAllThreads();
    List<Rates> rates = networks.stream().map(each -> each.recipe().rates(iteration)).toList();
    List<StepReport> reports;
    try {
      reports = step.run(parts, rates, shared.seed() + iteration);
    } finally {
      discard(batch);
    }
    iteration++;
    for (int i = 0; i < failures.length; i++) {
      failures[i] = reports.get(i).moved() ? 0 : failures[i] + 1;
      if (failures[i] == MOST_FAILURES) {
        throw new DivergedException(networks.get(i).name(), iteration, rates.get(i).learningRate());
      }
      refreshGramTeacher(step.students().get(i), networks.get(i).recipe());
    }
    return reports;
  }

  private void refreshGramTeacher(Student student, Recipe recipe) {
    if (student.gramTeacher() != null && recipe.gramTeacher().takesAverageAfter(iteration)) {
      SslNetwork.copy(
          student.average().backbone(),
          student.gramTeacher().backbone(),
          student.gramTeacher().backbone().parameterManager());
    }
  }

  /** Each student as it is now, to be used before the next iteration. */
  public List<TrainingState> states() {
    List<TrainingState> states = new ArrayList<>();
    for (int i = 0; i < failures.length; i++) {
      Map<String, Map<String, StoredTensor>> tensors = new LinkedHashMap<>();
      parts(step.students().get(i))
          .forEach(
              (part, arrays) -> {
                Map<String, StoredTensor> stored = new LinkedHashMap<>();
                arrays.forEach((name, array) -> stored.put(name, StoredTensor.of(array)));
                tensors.put(part, stored);
              });
      Optimiser.State optimiser = step.students().get(i).optimiser().state();
      tensors.put(OPTIMISER, optimiser.moments());
      states.add(new TrainingState(iteration, failures[i], optimiser.step(), tensors));
    }
    return states;
  }

  /**
   * Goes on from where another run of the same recipe was, to the numbers that it would have had.
   *
   * @param states of each student, after the same iteration
   * @throws WeightsMismatchException if it was a run of other networks
   */
  public void restore(List<TrainingState> states) throws IOException {
    long common = states.get(0).iteration();
    if (states.size() != failures.length
        || states.stream().anyMatch(state -> state.iteration() != common)) {
      throw new IllegalArgumentException(
          "states after %s iterations for %d student(s); one each, after the same iteration, expected"
              .formatted(states.stream().map(TrainingState::iteration).toList(), failures.length));
    }
    for (int i = 0; i < failures.length; i++) {
      TrainingState state = states.get(i);
      Student student = step.students().get(i);
      for (Map.Entry<String, Map<String, NDArray>> part : parts(student).entrySet()) {
        StoredTensor.copyAll(
            state.tensors().getOrDefault(part.getKey(), Map.of()), part.getValue());
      }
      student
          .optimiser()
          .restore(
              new Optimiser.State(
                  state.steps(), state.tensors().getOrDefault(OPTIMISER, Map.of())));
      failures[i] = state.failures();
    }
    iteration = common;
  }

  /** The arrays that change, or came from elsewhere. */
  private Map<String, Map<String, NDArray>> parts(Student student) {
    Map<String, Map<String, NDArray>> parts = new LinkedHashMap<>();
    parts.put("student", arrays(student.network()));
    parts.put("average", arrays(student.average()));
    if (student.gramTeacher() != null) {
      parts.put("gram", arrays(student.gramTeacher().backbone()));
    }
    if (!centers.isEmpty()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      centers.forEach((head, centering) -> arrays.put(head, centering.center()));
      parts.put("centers", arrays);
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
    BatchMaker maker = maker(shared.crops().sizesOf(iteration, shared.seed()));
    List<CropBatch> parts = new ArrayList<>();
    try {
      for (int part = 0; part < shared.accumulate(); part++) {
        parts.add(maker.make(iteration * shared.accumulate() + part));
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
        shared.crops().of(sizes),
        shared.masks(),
        shared.normalisation(),
        shared.batch() / shared.accumulate(),
        shared.backbone().patchSize(),
        shared.seed());
  }

  @Override
  public void close() {
    batches.close();
    kernels.forEach(FusedBranches::close);
    centers.values().forEach(SoftmaxCentering::close);
    step.students().forEach(student -> student.optimiser().close());
  }
}
