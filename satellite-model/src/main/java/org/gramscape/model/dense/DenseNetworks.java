package org.gramscape.model.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;

/** The networks of a training of a dense head, and the memory that holds them. */
public final class DenseNetworks implements AutoCloseable {
  private final NDManager manager = Torch.newManager();
  private final ModelInfo info;

  /** As it came. */
  private final VisionTransformer backbone;

  /** Those that run the backbones below the heads. */
  private final Map<VisionTransformer, FusedBranches> kernels = new IdentityHashMap<>();

  private final DenseModel student;
  private final DenseModel average;
  private final DenseModel best;

  /**
   * A head with first values on a backbone.
   *
   * @param model as {@code --model} takes it
   * @param heads makes heads without values for the backbone
   * @param precision of products, {@link Precision#FP32} or {@link Precision#BF16}
   * @throws UnusableWeightsException if there is no such model, it is no vision transformer, or has
   *     too few blocks for the head
   */
  public DenseNetworks(
      DenseRecipe recipe,
      Models models,
      String model,
      Supplier<DenseHead> heads,
      Precision precision)
      throws IOException {
    info = models.info(model);
    try {
      requireDepth(info, recipe);
      backbone = models.vit(model, manager);
      boolean isFrozen = recipe.backbone().frozen();
      student = model(isFrozen, heads);
      student.fillHead(recipe.seed(), manager);
      if (!isFrozen) {
        DenseModel.copy(backbone, student.backbone(), manager);
      }
      average = model(isFrozen, heads);
      DenseModel.copy(student, average, manager);
      best = model(isFrozen, heads);
      DenseModel.copy(student, best, manager);
      for (DenseModel seeing : List.of(student, average, best)) {
        kernels.computeIfAbsent(below(seeing), each -> new FusedBranches(each, precision));
      }
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Makes sure that a backbone has as many blocks as a recipe's head looks at.
   *
   * @throws UnusableWeightsException if it has less
   */
  public static void requireDepth(ModelInfo backbone, DenseRecipe recipe)
      throws UnusableWeightsException {
    if (backbone.depth() < recipe.layers()) {
      throw new UnusableWeightsException(
          "%s has %d blocks, and the head looks at %d. Name a backbone of %d or more by --model."
              .formatted(backbone.name(), backbone.depth(), recipe.layers(), recipe.layers()));
    }
  }

  private DenseModel model(boolean isFrozen, Supplier<DenseHead> heads) {
    return new DenseModel(isFrozen ? null : backbone.config(), heads.get());
  }

  /** The backbone that it began with. */
  public ModelInfo info() {
    return info;
  }

  public ImageNormalisation normalisation() {
    return info.normalisation();
  }

  /** Whether the backbone learns too. */
  public boolean isBackboneLearning() {
    return student.backbone() != null;
  }

  /** Values that learn. */
  public long learning() {
    return student.parameterCount();
  }

  NDManager manager() {
    return manager;
  }

  DenseModel student() {
    return student;
  }

  /** The student's running mean. */
  DenseModel average() {
    return average;
  }

  /** The running mean when it was best. */
  DenseModel best() {
    return best;
  }

  /**
   * The backbone that a running mean's head looks at.
   *
   * @param isBest whether of the best one, not the last
   */
  public VisionTransformer backbone(boolean isBest) {
    return below(isBest ? best : average);
  }

  /**
   * A running mean's head.
   *
   * @param isBest whether of the best one, not the last
   */
  public DenseHead head(boolean isBest) {
    return (isBest ? best : average).head();
  }

  /** The one below a model's head: its own, if it learns. */
  private VisionTransformer below(DenseModel model) {
    return model.backbone() == null ? backbone : model.backbone();
  }

  /**
   * What a model's head looks at. Gradients can follow into the backbone, if it learns.
   *
   * @param images {@code [B, bands, H, W]}
   */
  List<VitFeatures> taps(DenseModel model, NDArray images) {
    VisionTransformer seeing = below(model);
    return seeing.intermediateLayers(images, model.head().taps(), true, kernels.get(seeing));
  }

  @Override
  public void close() {
    kernels.values().forEach(FusedBranches::close);
    student.close();
    average.close();
    best.close();
    manager.close();
  }
}
