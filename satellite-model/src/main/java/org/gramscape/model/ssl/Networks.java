package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.StudentRecipe;

/** The networks that a run asks for, and the memory of a device that holds them. */
public final class Networks implements AutoCloseable {
  private final ComputeDevice device;
  private final NDManager manager;
  private final List<StudentNetworks> students;
  private final SslNetwork frozenTeacher;

  /**
   * Those of each student, by its recipe's seed, and a frozen teacher with no values yet.
   *
   * @param recipes of students that are trained together; all have the same teacher
   * @throws org.gramscape.model.kernel.UnavailableException if this machine does not have the
   *     device
   */
  public Networks(List<StudentRecipe> recipes, ComputeDevice device) {
    this.device = device;
    manager = Torch.newManager(device);
    students = recipes.stream().map(each -> new StudentNetworks(each, manager)).toList();
    Recipe first = recipes.get(0).recipe();
    frozenTeacher =
        first.teacher() == null
            ? null
            : StudentNetworks.network(
                first.teacher().backbone(), first.teacher().heads(), first.normalisation().bands());
  }

  /**
   * Gives the frozen teacher its weights.
   *
   * @throws UnusableWeightsException if the file has no heads, or is of another network
   */
  public void distillFrom(Path weights) throws IOException {
    try (StoredNetwork stored = StoredNetwork.open(weights, manager)) {
      if (!stored.hasHeads()) {
        throw new UnusableWeightsException(
            "%s has a backbone only, and a teacher to distill needs its heads too. Name the folder of the run that trained it, or its checkpoint."
                .formatted(weights));
      }
      stored.loadInto(frozenTeacher.backbone(), "teacher.backbone");
      stored.loadHeadsInto(
          frozenTeacher,
          "teacher.heads",
          "Set teacher.heads.dino and teacher.heads.ibot to what heads.dino and heads.ibot are in the recipe of the run that trained it, and the student's own to as many prototypes.");
    }
  }

  /** Whose memory holds them. */
  public ComputeDevice device() {
    return device;
  }

  /** In the recipes' order. */
  public List<StudentNetworks> students() {
    return students;
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
