package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * What a step sees. Crops are in crop-major order: the first crop of each of B images, then the
 * second of each.
 *
 * @param globalCrops {@code [2 B, C, H, W]}, normalised
 * @param localCrops {@code [L B, C, h, w]}, normalised
 * @param gramCrops {@code [2 B, C, H', W']}: the global crops for the Gram teacher, at its
 *     resolution; null in steps without Gram loss
 * @param masks {@code [2 B, N]} boolean, true where the student doesn't see a global crop's patch
 * @param maskedPatches {@code [M]} int64: places of the masked patches among all {@code 2 B * N}
 * @param maskWeights {@code [M]}: 1 / (masked patches of the same crop)
 */
public record Batch(
    NDArray globalCrops,
    NDArray localCrops,
    NDArray gramCrops,
    NDArray masks,
    NDArray maskedPatches,
    NDArray maskWeights) {
  public static final int GLOBAL_CROPS = 2;

  /** B. */
  public long images() {
    return globalCrops.getShape().get(0) / GLOBAL_CROPS;
  }

  /** L. */
  public long localCropsPerImage() {
    return localCrops.getShape().get(0) / images();
  }

  /** The same values, seen by arrays of another manager: what comes of them is that one's. */
  Batch sharedWith(NDManager manager) {
    return new Batch(
        shared(globalCrops, manager),
        shared(localCrops, manager),
        gramCrops == null ? null : shared(gramCrops, manager),
        shared(masks, manager),
        shared(maskedPatches, manager),
        shared(maskWeights, manager));
  }

  static NDArray shared(NDArray array, NDManager manager) {
    NDArray view = array.stopGradient();
    view.attach(manager);
    return view;
  }
}
