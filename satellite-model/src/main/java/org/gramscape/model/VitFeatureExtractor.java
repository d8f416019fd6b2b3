package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;

/** Dense features by a vision transformer. */
final class VitFeatureExtractor extends VitModel implements FeatureExtractor {

  /** Takes over the manager, which holds the network's values. */
  VitFeatureExtractor(
      ModelInfo info,
      VisionTransformer network,
      FusedBlocks blocks,
      NDManager manager,
      ComputeDevice device) {
    super(info, network, blocks, manager, device);
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    List<Integer> wanted = layers.in(info()).blocks();
    List<Integer> ascending = wanted.stream().sorted().toList();
    return look(
        image,
        height,
        width,
        info().patchSize(),
        new Layers(ascending, layers.normalised()),
        features ->
            sideBySide(
                wanted.stream().map(block -> features.get(ascending.indexOf(block))).toList()));
  }

  private static FeatureMap sideBySide(List<VitFeatures> features) {
    return FeatureMap.sideBySide(
        features.get(0).rows(),
        features.get(0).columns(),
        features.stream().map(each -> each.patchTokens().toFloatArray()).toList());
  }
}
