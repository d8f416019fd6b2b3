package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gramscape.model.layer.Factor;
import org.gramscape.model.ssl.loss.DinoLoss;
import org.gramscape.model.ssl.loss.GramLoss;
import org.gramscape.model.ssl.loss.IbotPatchLoss;
import org.gramscape.model.ssl.loss.KoLeoLoss;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.VitFeatures;

/**
 * What a student minimises: {@code L_DINO + L_iBOT + 0.1 L_KoLeo + w L_Gram} (paper equations 1 and
 * 3).
 *
 * @param dinoWeight of the class tokens' loss
 * @param ibotWeight of the masked patches' loss
 * @param koleoWeight of each global crop's KoLeo loss
 * @param masking whether the student doesn't see masked patches; false for distillation, where they
 *     only say which patches count
 * @param dropPath share of the batch that each residual branch of the student leaves out
 */
public record Objective(
    double dinoWeight,
    double ibotWeight,
    double koleoWeight,
    DinoLoss dino,
    IbotPatchLoss ibot,
    KoLeoLoss koleo,
    GramLoss gram,
    boolean masking,
    double dropPath) {

  /**
   * The losses of a batch, with gradients.
   *
   * @param branches of the student's blocks
   * @param gramTeacher null for a step without Gram loss
   */
  LossTerms of(
      SslNetwork student,
      ResidualBranches branches,
      Batch batch,
      Teacher.Targets targets,
      GramTeacher gramTeacher,
      Rates rates,
      RandomGenerator random) {
    ParameterStore store = new ParameterStore(batch.globalCrops().getManager(), false);
    List<VitFeatures> features =
        student
            .backbone()
            .forwardFeatures(
                store,
                List.of(batch.globalCrops(), batch.localCrops()),
                Arrays.asList(masking ? batch.masks() : null, null),
                branches,
                dropPath,
                random);
    VitFeatures global = features.get(0);
    VitFeatures local = features.get(1);
    long images = batch.images();
    long globals = Batch.GLOBAL_CROPS;
    long locals = batch.localCropsPerImage();

    NDArray globalScores = student.dinoHead().apply(store, global.classToken(), true);
    NDArray localScores = student.dinoHead().apply(store, local.classToken(), true);
    NDArray classTargets = byCrop(targets.ofCrops(), globals);
    NDArray dinoGlobal = dino.of(byCrop(globalScores, globals), classTargets, true);
    NDArray dinoLocal = dino.of(byCrop(localScores, locals), classTargets, false);
    // Each pair of crops counts alike, but for the local ones' weight.
    double globalPairs = globals * (globals - 1);
    double localPairs = globals * locals;
    double pairs = globalPairs + localPairs;

    NDArray masked = Patches.at(global.patchTokens(), batch.maskedPatches());
    NDArray patchScores = student.ibotHead().apply(store, masked, true);
    NDArray ibotMasked =
        ibot.of(patchScores, targets.ofPatches(), batch.maskWeights(), globals * images);

    NDArray crops = byCrop(global.classToken(), globals);
    NDArray spread = koleo.of(crops.get(0));
    for (long crop = 1; crop < globals; crop++) {
      spread = spread.add(koleo.of(crops.get(crop)));
    }

    NDArray total =
        Factor.times(dinoLocal, dinoWeight * rates.localWeight() * localPairs / pairs)
            .add(Factor.times(dinoGlobal, dinoWeight * globalPairs / pairs))
            .add(Factor.times(ibotMasked, ibotWeight))
            .add(Factor.times(spread, koleoWeight));
    NDArray anchor = null;
    if (gramTeacher != null) {
      NDArray held = gramTeacher.features(batch, global.rows(), global.columns());
      anchor = gram.of(global.patchTokens(), held);
      total = total.add(Factor.times(anchor, rates.gramWeight()));
    }
    return new LossTerms(
        total, dinoLocal, dinoGlobal, ibotMasked, Factor.times(spread, 1.0 / globals), anchor);
  }

  /** {@code [crops * B, D]} to {@code [crops, B, D]}. */
  private static NDArray byCrop(NDArray x, long crops) {
    return x.reshape(crops, x.getShape().get(0) / crops, x.getShape().get(1));
  }
}
