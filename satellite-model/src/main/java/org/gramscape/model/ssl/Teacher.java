package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import org.gramscape.model.ssl.loss.TeacherTargets;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.VitFeatures;

/**
 * Says what the students are to reach, from whole global crops.
 *
 * @param network the running mean of a student, or a frozen network to distill
 * @param branches of its backbone's blocks
 * @param classTargets turns scores of class tokens into distributions
 * @param patchTargets the same for patch tokens
 * @param placeInTargets whether patch tokens are taken as they are; else without what all crops of
 *     a batch have in common at a place, which a student could tell without looking
 */
public record Teacher(
    SslNetwork network,
    ResidualBranches branches,
    TeacherTargets classTargets,
    TeacherTargets patchTargets,
    boolean placeInTargets) {

  /**
   * Distributions over prototypes.
   *
   * @param ofCrops {@code [2 B, K]}
   * @param ofPatches {@code [M, K']} of the masked patches
   */
  public record Targets(NDArray ofCrops, NDArray ofPatches) {

    /** See {@link Batch#sharedWith}. */
    Targets sharedWith(NDManager manager) {
      return new Targets(Batch.shared(ofCrops, manager), Batch.shared(ofPatches, manager));
    }
  }

  /** The targets of a batch, without gradients. */
  public Targets targets(Batch batch, double temperature) {
    NDManager manager = batch.globalCrops().getManager();
    // What comes of an array belongs to its manager: nothing of this but the targets is kept.
    try (NDManager scope = manager.newSubManager()) {
      NDArray crops = Batch.shared(batch.globalCrops(), scope);
      ParameterStore store = new ParameterStore(scope, false);
      VitFeatures seen = network.backbone().forwardFeatures(crops, branches);
      NDArray classScores = network.dinoHead().apply(store, seen.classToken(), false);
      NDArray tokens = placeInTargets ? seen.patchTokens() : withoutPlace(seen.patchTokens());
      NDArray patches = Patches.at(tokens, batch.maskedPatches());
      NDArray patchScores = network.ibotHead().apply(store, patches, false);
      Targets targets =
          new Targets(
              classTargets.of(classScores, temperature), patchTargets.of(patchScores, temperature));
      targets.ofCrops().attach(manager);
      targets.ofPatches().attach(manager);
      return targets;
    }
  }

  /** {@code [B, N, D]}: each place's mean over the crops becomes the mean over all places. */
  private static NDArray withoutPlace(NDArray tokens) {
    NDArray means = tokens.mean(new int[] {0}, true);
    return tokens.sub(means).add(means.mean(new int[] {1}, true));
  }
}
