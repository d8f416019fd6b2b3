package org.gramscape.model.height;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import org.gramscape.model.TrainedHeights;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;
import org.gramscape.model.weights.StorageType;

/** The networks of a training for heights, and the memory that holds them. */
public final class HeightNetworks implements AutoCloseable {
  private final NDManager manager = Torch.newManager();
  private final ModelInfo info;
  private final DepthConfig config;

  /** As it came. */
  private final VisionTransformer backbone;

  /** Those that run the backbones below the student's head and the running mean's. */
  private final Map<VisionTransformer, FusedBranches> kernels = new IdentityHashMap<>();

  private final HeightModel student;
  private final HeightModel average;
  private final HeightModel best;

  /**
   * A head with first values on a backbone.
   *
   * @param model as {@code --model} takes it
   * @param precision of products, {@link Precision#FP32} or {@link Precision#BF16}
   * @throws org.gramscape.model.UnusableWeightsException if there is no such model, or it is no
   *     vision transformer
   */
  public HeightNetworks(HeightRecipe recipe, Models models, String model, Precision precision)
      throws IOException {
    info = models.info(model);
    if (info.depth() < DptConfig.LEVELS) {
      manager.close();
      throw new UnusableWeightsException(
          "%s has %d blocks, and a DPT head looks at four. Name a backbone of four or more by --model."
              .formatted(info.name(), info.depth()));
    }
    try {
      backbone = models.vit(model, manager);
      boolean isFrozen = recipe.backbone().frozen();
      config = recipe.headOn(info.channels(), info.depth());
      student = model(isFrozen, precision);
      student.fillHead(recipe.seed(), manager);
      if (!isFrozen) {
        TrainedHeights.copy(backbone, student.backbone(), manager);
      }
      average = model(isFrozen, precision);
      average.copyFrom(student, manager);
      best = model(isFrozen, precision);
      best.copyFrom(student, manager);
      for (HeightModel seeing : List.of(student, average)) {
        kernels.computeIfAbsent(backbone(seeing), each -> new FusedBranches(each, precision));
      }
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private HeightModel model(boolean isFrozen, Precision precision) {
    return new HeightModel(isFrozen ? null : backbone.config(), config, precision);
  }

  /** The backbone that it began with. */
  public ModelInfo info() {
    return info;
  }

  public ImageNormalisation normalisation() {
    return info.normalisation();
  }

  /** Values that learn. */
  public long learning() {
    return student.parameterCount();
  }

  NDManager manager() {
    return manager;
  }

  HeightModel student() {
    return student;
  }

  /** The student's running mean. */
  HeightModel average() {
    return average;
  }

  /** The running mean when it was best. */
  HeightModel best() {
    return best;
  }

  /** The one below a model's head: its own, if it learns. */
  private VisionTransformer backbone(HeightModel model) {
    return model.backbone() == null ? backbone : model.backbone();
  }

  /**
   * What the student's or the running mean's head looks at. Gradients can follow into the backbone,
   * if it learns.
   *
   * @param images {@code [B, bands, H, W]}
   */
  List<VitFeatures> taps(HeightModel model, NDArray images) {
    VisionTransformer seeing = backbone(model);
    return seeing.intermediateLayers(images, config.network().taps(), true, kernels.get(seeing));
  }

  /**
   * Writes a running mean as a model, as {@link TrainedHeights#export}.
   *
   * @param isBest whether the best one, not the last
   * @param groundSampleDistance metres a pixel that it was trained at
   */
  public void export(
      Path folder, boolean isBest, double groundSampleDistance, String licence, StorageType type)
      throws IOException {
    HeightModel made = isBest ? best : average;
    new TrainedHeights(
            backbone(made),
            made.head(),
            info.normalisation(),
            groundSampleDistance,
            info.trained(),
            licence)
        .export(folder, type);
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
