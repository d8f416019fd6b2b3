package org.gramscape.model.ssl.recipe;

import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.model.ssl.DinoHead;
import org.gramscape.model.ssl.Objective;
import org.gramscape.model.ssl.Rates;
import org.gramscape.model.ssl.data.Distortion;
import org.gramscape.model.ssl.data.MaskSampler;
import org.gramscape.model.ssl.data.MultiCrop;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.loss.DinoLoss;
import org.gramscape.model.ssl.loss.GramLoss;
import org.gramscape.model.ssl.loss.IbotPatchLoss;
import org.gramscape.model.ssl.loss.KoLeoLoss;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.RopeAugmentation;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VitConfig;

/**
 * A stage of training: everything but the images and where things are kept.
 *
 * @param about a sentence for people
 * @param iterations of the whole run
 * @param batch images of a step
 * @param accumulate parts of a batch that are computed one after another, to save memory; losses
 *     that compare images see a part each
 * @param seed of weights, images, crops and masks
 * @param normalisation of each band of the images, red, green and blue first
 * @param gramTeacher counts only where the Gram loss has a weight
 * @param teacher a frozen network to distill; null where the student's running mean teaches
 */
public record Recipe(
    String about,
    long iterations,
    int batch,
    int accumulate,
    long seed,
    Backbone backbone,
    Heads heads,
    Start start,
    Losses losses,
    MaskSampler masks,
    Crops crops,
    Normalisation normalisation,
    Optimiser.Settings optimiser,
    Schedules schedules,
    GramTeacherSpec gramTeacher,
    FrozenTeacher teacher) {

  /** Learning rates are written for this many images and grow with the square root of more. */
  private static final double BATCH_OF_LEARNING_RATE = 64;

  /**
   * The student's shape, and what is random in it while training.
   *
   * @param ropeShift of coordinates; 0 for none
   * @param ropeJitter factor of each axis; 1 for none
   * @param ropeRescale factor of both axes; 1 for none
   * @param dropPath share of the batch that each residual branch leaves out
   */
  public record Backbone(
      int width,
      int depth,
      int heads,
      FeedForward feedForward,
      int hiddenWidth,
      int patchSize,
      int registerTokens,
      boolean qkvBias,
      boolean untieLocalClassNorm,
      double ropeShift,
      double ropeJitter,
      double ropeRescale,
      double dropPath) {

    /** The network's, for images of some bands. */
    public VitConfig config(int bands) {
      RopeAugmentation augmentation = new RopeAugmentation(ropeShift, ropeJitter, ropeRescale);
      return new VitConfig.Builder(width, depth, heads)
          .feedForward(feedForward, hiddenWidth)
          .patchSize(patchSize)
          .registerTokens(registerTokens)
          .qkvBias(qkvBias, true)
          .untieLocalClassNorm(untieLocalClassNorm)
          .rope(RopeConfig.ofBase(100).withAugmentation(augmentation))
          .bands(bands)
          .build();
    }
  }

  /** Of class tokens and of patch tokens. */
  public record Heads(DinoHead.Size dino, DinoHead.Size ibot) {}

  /**
   * What a student that is not given weights starts with.
   *
   * @param layerScale of all residual branches: with the usual 1e-5 a network is hardly more than
   *     its patch embedding for thousands of iterations; with 1 it is deep from the first
   * @param prototypeDeviation standard deviation of the heads' prototypes' values: the larger it
   *     is, the sharper are the first targets
   */
  public record Start(double layerScale, double prototypeDeviation) {
    public Start {
      if (!(layerScale > 0 && prototypeDeviation > 0)) {
        throw new IllegalArgumentException(
            "a start with layerScale %s and prototypeDeviation %s; above 0 expected, 1e-5 and 0.02 are usual"
                .formatted(layerScale, prototypeDeviation));
      }
    }
  }

  /**
   * The losses and their weights.
   *
   * @param centering what keeps the teacher from saying the same of all
   * @param placeInTargets whether iBOT's targets may tell where in a crop a patch lies, see {@link
   *     org.gramscape.model.ssl.Teacher}; short trainings learn little else
   * @param gram how similarities are compared; its weight is a schedule
   */
  public record Losses(
      double dino,
      double ibot,
      Centering centering,
      boolean placeInTargets,
      KoLeo koleo,
      Gram gram) {

    public Losses {
      // Recipes and checkpoints from before there was a choice say nothing.
      centering = centering == null ? Centering.SINKHORN_KNOPP : centering;
    }
  }

  /** How a teacher's scores become distributions that use all prototypes. */
  public enum Centering {
    /** Within each batch, see {@link org.gramscape.model.ssl.loss.SinkhornKnopp}. */
    SINKHORN_KNOPP,
    /** By a running mean, see {@link org.gramscape.model.ssl.loss.SoftmaxCentering}. */
    SOFTMAX
  }

  /**
   * KoLeo's weight and neighbourhood.
   *
   * @param groupSize images among which neighbours are looked for; 0 for the whole batch
   */
  public record KoLeo(double weight, int topK, int groupSize) {}

  /**
   * How Gram matrices are compared.
   *
   * @param antialias whether the Gram teacher's features, on their way to the student's grid, are
   *     averaged over all that they pass
   */
  public record Gram(
      boolean normalise, GramLoss.Scope scope, GramLoss.Negatives negatives, Boolean antialias) {

    public Gram {
      // As with centering.
      antialias = antialias != null && antialias;
    }
  }

  /**
   * How images are cut.
   *
   * @param globalShares of an image's area that a large crop shows
   * @param localShares of an image's area that a small crop shows
   * @param localCrops of each image
   * @param gramDistorted whether the Gram teacher sees the distortions of colour too
   * @param sizes one or several, by turns
   */
  public record Crops(
      Range globalShares,
      Range localShares,
      int localCrops,
      boolean gramDistorted,
      Distortion distortion,
      boolean horizontalFlips,
      boolean verticalFlips,
      List<Sizes> sizes) {

    /** The sizes of an iteration, the same for the same seed. */
    public Sizes sizesOf(long iteration, long seed) {
      double sum = sizes.stream().mapToDouble(Sizes::ratio).sum();
      double left = sum * new SplittableRandom(seed ^ iteration).nextDouble();
      for (Sizes each : sizes) {
        left -= each.ratio();
        if (left < 0) {
          return each;
        }
      }
      return sizes.get(sizes.size() - 1);
    }

    /** The crops of an iteration that has some sizes. */
    public MultiCrop of(Sizes chosen) {
      return new MultiCrop(
          new MultiCrop.Cut(chosen.global(), globalShares.min(), globalShares.max()),
          new MultiCrop.Cut(chosen.local(), localShares.min(), localShares.max()),
          localCrops,
          chosen.gram(),
          gramDistorted,
          distortion,
          horizontalFlips,
          verticalFlips);
    }
  }

  /** From least to most. */
  public record Range(double min, double max) {}

  /**
   * Sides of crops in pixels.
   *
   * @param ratio of the iterations that have them, relative to the others'
   * @param gram of the Gram teacher's; 0 for none
   */
  public record Sizes(double ratio, int global, int local, int gram) {}

  /**
   * What changes while training.
   *
   * @param learningRate for a batch of 64
   * @param frozenLastLayer iterations at whose end the heads' prototypes begin to learn
   * @param momentum of the running mean
   * @param localWeight of local crops' DINO loss
   * @param gramWeight of the Gram loss
   */
  public record Schedules(
      ScheduleSpec learningRate,
      long frozenLastLayer,
      ScheduleSpec weightDecay,
      ScheduleSpec momentum,
      ScheduleSpec teacherTemperature,
      ScheduleSpec localWeight,
      ScheduleSpec gramWeight) {}

  /**
   * Where the Gram teacher comes from.
   *
   * @param weights file of a backbone; may be left out if {@code takeAverageAt} is said
   * @param takeAverageAt iteration at which the running mean becomes the Gram teacher
   * @param refreshEvery iterations after which the running mean takes its place; 0 for never
   * @param firstRefresh the first iteration for that
   * @param refreshes at most
   */
  public record GramTeacherSpec(
      String weights, Long takeAverageAt, long refreshEvery, long firstRefresh, int refreshes) {

    /** Whether the running mean becomes the Gram teacher once {@code done} iterations are done. */
    public boolean takesAverageAfter(long done) {
      if (takeAverageAt != null && done == takeAverageAt) {
        return true;
      }
      if (refreshEvery == 0 || done < firstRefresh || done % refreshEvery != 0) {
        return false;
      }
      long first = Math.max((firstRefresh + refreshEvery - 1) / refreshEvery, 1);
      return done / refreshEvery - first < refreshes;
    }
  }

  /**
   * A network to distill.
   *
   * @param weights file of its backbone and heads
   */
  public record FrozenTeacher(String weights, Backbone backbone, Heads heads) {}

  /** The same for images that are normalised otherwise. */
  public Recipe withNormalisation(Normalisation other) {
    return new Recipe(
        about,
        iterations,
        batch,
        accumulate,
        seed,
        backbone,
        heads,
        start,
        losses,
        masks,
        crops,
        other,
        optimiser,
        schedules,
        gramTeacher,
        teacher);
  }

  /** The numbers of an iteration. */
  public Rates rates(long iteration) {
    double scale = Math.sqrt(batch / BATCH_OF_LEARNING_RATE);
    double learningRate = scale * at(schedules.learningRate(), iteration);
    return new Rates(
        learningRate,
        iteration < schedules.frozenLastLayer() ? 0 : learningRate,
        at(schedules.weightDecay(), iteration),
        at(schedules.teacherTemperature(), iteration),
        at(schedules.momentum(), iteration),
        at(schedules.localWeight(), iteration),
        at(schedules.gramWeight(), iteration));
  }

  private double at(ScheduleSpec schedule, long iteration) {
    return schedule.schedule(iterations).at(iteration);
  }

  /** Whether a Gram teacher holds the student's patch similarities, in some iteration at least. */
  public boolean anchored() {
    return !schedules.gramWeight().isZero();
  }

  /** What the student minimises. */
  public Objective objective() {
    return new Objective(
        losses.dino(),
        losses.ibot(),
        losses.koleo().weight(),
        new DinoLoss(),
        new IbotPatchLoss(),
        new KoLeoLoss(losses.koleo().topK(), losses.koleo().groupSize()),
        new GramLoss(losses.gram().normalise(), losses.gram().scope(), losses.gram().negatives()),
        teacher == null,
        backbone.dropPath());
  }
}
