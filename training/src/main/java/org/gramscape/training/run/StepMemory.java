package org.gramscape.training.run;

import org.gramscape.model.Precision;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.VitConfig;

/**
 * How much memory training needs, estimated from sizes alone.
 *
 * <p>Fitted to the most that processes on a CPU had resident, their Java heap aside (glibc, one
 * thread): from 0.27 GB for {@code demo-pretrain} to 2.2 GB for {@code vits-pretrain batch=4}, with
 * {@code vitt-pretrain} of 4, 8 and 16 images, in bf16 too, and {@code vitt-gram batch=8} between
 * them. The estimates are 0.94 to 1.10 of what was measured; what is far from these may be further
 * off.
 *
 * @param fixed bytes that stay: weights, gradients and AdamW's moments of students, weights of the
 *     other networks
 * @param passing bytes that a step needs besides, mostly what the backward pass looks at again
 */
record StepMemory(long fixed, long passing) {
  /** A student's weight, its gradient and two moments. */
  private static final int ARRAYS_OF_STUDENT = 4;

  /** Measured: what libtorch compiles and keeps at hand, whatever is trained. */
  private static final long LIBRARY = 130L << 20;

  /** Measured: token-wide arrays that a block keeps, and arrays of hidden values. */
  private static final int WIDE = 14;

  private static final int HIDDEN = 2;

  /** Measured: norms and residuals stay as they are. */
  private static final double SHARE_IN_BF16 = 0.8;

  /** Scores, their logarithms and gradients. */
  private static final int SCORES = 4;

  /** The need of a run; its students have their turns one after another. */
  static StepMemory of(Networks networks, Precision precision) {
    long values = networks.frozenTeacher() == null ? 0 : networks.frozenTeacher().parameterCount();
    long passing = 0;
    for (StudentNetworks each : networks.students()) {
      values += ARRAYS_OF_STUDENT * each.student().parameterCount();
      values += each.average().parameterCount();
      values += each.gramBackbone() == null ? 0 : each.gramBackbone().parameterCount();
      for (Recipe.Sizes sizes : each.recipe().crops().sizes()) {
        passing = Math.max(passing, passing(each.recipe(), sizes, precision));
      }
    }
    return new StepMemory(Float.BYTES * values, passing);
  }

  private static long passing(Recipe recipe, Recipe.Sizes sizes, Precision precision) {
    long images = recipe.batch() / recipe.accumulate();
    VitConfig config = recipe.backbone().config(recipe.normalisation().bands());
    long globals = 2 * images;
    long locals = recipe.crops().localCrops() * images;
    long patches = patches(sizes.global(), config);
    long tokens =
        globals * (config.prefixTokens() + patches)
            + locals * (config.prefixTokens() + patches(sizes.local(), config));
    double bytes = precision == Precision.BF16 ? SHARE_IN_BF16 * Float.BYTES : Float.BYTES;
    double blocks =
        bytes
            * tokens
            * config.depth()
            * (WIDE * (double) config.width() + HIDDEN * config.hiddenWidth())
            * (1 - recipe.backbone().dropPath());
    double masked = globals * recipe.masks().share() * recipe.masks().mostRatio() * patches;
    double scores =
        Float.BYTES
            * (double) SCORES
            * ((globals + locals) * recipe.heads().dino().prototypes()
                + masked * recipe.heads().ibot().prototypes());
    double pixels =
        3.0
            * Float.BYTES
            * (globals * ((double) sizes.global() * sizes.global() + sizes.gram() * sizes.gram())
                + locals * (double) sizes.local() * sizes.local());
    double similarities = recipe.anchored() ? 3.0 * Float.BYTES * globals * patches * patches : 0;
    return LIBRARY + (long) (blocks + scores + pixels + similarities);
  }

  private static long patches(int side, VitConfig config) {
    long row = side / config.patchSize();
    return row * row;
  }
}
