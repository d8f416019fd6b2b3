package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.OtherBands;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsFile;
import org.gramscape.model.weights.WeightsMismatchException;

/** The networks that a recipe asks for, and the memory of a device that holds them. */
public final class Networks implements AutoCloseable {
  private static final String LOCAL_NORM = "local_cls_norm.";
  private static final String PATCH_FILTERS = "patch_embed.proj.weight";

  private final ComputeDevice device;
  private final NDManager manager;
  private final SslNetwork student;
  private final SslNetwork average;
  private final VisionTransformer gramBackbone;
  private final SslNetwork frozenTeacher;

  /**
   * Student, running mean and Gram teacher with the same initial weights, by the recipe's seed; a
   * frozen teacher with none yet.
   *
   * @throws org.gramscape.model.kernel.UnavailableException if this machine does not have the
   *     device
   */
  public Networks(Recipe recipe, ComputeDevice device) {
    this.device = device;
    manager = Torch.newManager(device);
    int bands = recipe.normalisation().bands();
    student = network(recipe.backbone(), recipe.heads(), bands);
    InitialWeights.fill(student, recipe.seed(), manager);
    average = network(recipe.backbone(), recipe.heads(), bands);
    average.copyFrom(student, manager);
    gramBackbone =
        recipe.anchored() ? new VisionTransformer(recipe.backbone().config(bands)) : null;
    if (gramBackbone != null) {
      SslNetwork.copy(student.backbone(), gramBackbone, manager);
    }
    frozenTeacher =
        recipe.teacher() == null
            ? null
            : network(recipe.teacher().backbone(), recipe.teacher().heads(), bands);
  }

  private static SslNetwork network(Recipe.Backbone backbone, Recipe.Heads heads, int bands) {
    return new SslNetwork(backbone.config(bands), heads.dino(), heads.ibot());
  }

  /**
   * Gives student, running mean and Gram teacher the weights of a file: a backbone with whatever
   * names, for images of other bands too ({@link OtherBands}), and heads where the file has some.
   *
   * @throws UnusableWeightsException if they are not of the recipe's networks
   */
  public void startFrom(Path weights) throws IOException {
    try (WeightsFile file = WeightsFile.open(weights)) {
      loadBackbone(file, student.backbone());
      if (hasHeads(file)) {
        loadHeads(file, student);
      }
    }
    average.copyFrom(student, manager);
    if (gramBackbone != null) {
      SslNetwork.copy(student.backbone(), gramBackbone, manager);
    }
  }

  /**
   * Gives the Gram teacher a backbone of its own.
   *
   * @throws UnusableWeightsException if it is not of the student's shape
   */
  public void anchorTo(Path weights) throws IOException {
    try (WeightsFile file = WeightsFile.open(weights)) {
      loadBackbone(file, gramBackbone);
    }
  }

  /**
   * Gives the frozen teacher its weights.
   *
   * @throws UnusableWeightsException if the file has no heads, or is of another network
   */
  public void distillFrom(Path weights) throws IOException {
    try (WeightsFile file = WeightsFile.open(weights)) {
      if (!hasHeads(file)) {
        throw new UnusableWeightsException(
            "%s has a backbone only, and a teacher to distill needs its heads too. Name the folder of the run that trained it, or its checkpoint."
                .formatted(weights));
      }
      loadBackbone(file, frozenTeacher.backbone());
      loadHeads(file, frozenTeacher);
    }
  }

  private void loadBackbone(WeightsFile file, VisionTransformer backbone) throws IOException {
    StateDict weights = StateDict.of(file);
    // Only training has a norm for local crops; it begins as the norm of all.
    boolean localNorm = weights.contains(LOCAL_NORM + "weight");
    VitConfig expected = backbone.config();
    Shape patches = weights.shape(PATCH_FILTERS);
    VitConfig stored =
        expected.toBuilder()
            .untieLocalClassNorm(expected.untieLocalClassNorm() && localNorm)
            .bands(patches == null ? expected.bands() : (int) patches.get(1))
            .build();
    try {
      weights.verify(new VisionTransformer(stored));
    } catch (WeightsMismatchException e) {
      throw mismatch(file, "backbone of the recipe", "", e);
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (String name : backbone.namedParameters().keySet()) {
      boolean missing = name.startsWith(LOCAL_NORM) && !localNorm;
      tensors.put(name, weights.tensor(missing ? name.replace("local_cls_", "") : name));
    }
    if (stored.bands() != expected.bands()) {
      tensors.computeIfPresent(
          PATCH_FILTERS, (name, filters) -> new OtherBands(filters, expected.bands()));
    }
    load(tensors, backbone);
  }

  private static boolean hasHeads(WeightsFile file) {
    return file.tensors().keySet().stream().anyMatch(name -> name.startsWith("dino_head."));
  }

  private void loadHeads(WeightsFile file, SslNetwork network) throws IOException {
    for (String part : new String[] {"dino_head", "ibot_head"}) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      file.tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(part + ".")) {
                  tensors.put(name.substring(part.length() + 1), tensor);
                }
              });
      NamedBlock head = network.subModules().get(part);
      try {
        WeightsMismatchException.throwUnlessSame(tensors, head.namedShapes());
      } catch (WeightsMismatchException e) {
        throw mismatch(
            file,
            "recipe's heads",
            " To start with a backbone and new heads, name the run's folder 'backbone'.",
            e);
      }
      load(tensors, head);
    }
  }

  private static UnusableWeightsException mismatch(
      WeightsFile file, String what, String hint, WeightsMismatchException why) {
    return new UnusableWeightsException(
        "%s does not fit the %s. %s%s".formatted(file.path(), what, why.getMessage(), hint), why);
  }

  private void load(Map<String, StoredTensor> tensors, NamedBlock block) throws IOException {
    for (Map.Entry<String, Parameter> named : block.namedParameters().entrySet()) {
      StoredTensor tensor = tensors.get(named.getKey());
      if (named.getValue().isInitialized()) {
        tensor.copyTo(named.getValue().getArray());
      } else {
        named.getValue().setArray(tensor.read(manager));
      }
    }
  }

  /** Whose memory holds them. */
  public ComputeDevice device() {
    return device;
  }

  /** That learns. */
  public SslNetwork student() {
    return student;
  }

  /** The student's running mean. */
  public SslNetwork average() {
    return average;
  }

  /** Null for stages without Gram loss. */
  public VisionTransformer gramBackbone() {
    return gramBackbone;
  }

  /** Null where the running mean teaches. */
  public SslNetwork frozenTeacher() {
    return frozenTeacher;
  }

  @Override
  public void close() {
    manager.close();
  }
}
