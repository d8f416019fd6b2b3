package org.gramscape.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import org.gramscape.model.convnext.ConvNext;
import org.gramscape.model.convnext.ConvNextFeatures;
import org.gramscape.model.kernel.Torch;

/** Dense features by a ConvNeXt, each stage resized to patches of 16 pixels. */
final class ConvNextFeatureExtractor implements FeatureExtractor {
  static final int PATCH_SIZE = 16;

  /** Arrays of a stage's size that a block holds at once, counted in its channels. */
  private static final int ARRAYS_PER_BLOCK = 18;

  private final ModelInfo info;
  private final ConvNext network;
  private final NDManager manager;
  private final ComputeDevice device;

  /** Takes over the manager, which holds the network's values. */
  ConvNextFeatureExtractor(
      ModelInfo info, ConvNext network, NDManager manager, ComputeDevice device) {
    this.info = info;
    this.network = network;
    this.manager = manager;
    this.device = device;
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public ComputeDevice device() {
    return device;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    ImageSize.check(image, 3, height, width, PATCH_SIZE);
    List<Integer> wanted = layers.in(info).blocks();
    Torch.useOneThread();
    try (NDManager call = manager.newSubManager()) {
      NDArray images = call.create(image, new Shape(1, 3, height, width));
      List<ConvNextFeatures> stages =
          network.intermediateLayers(
              images, Collections.max(wanted) + 1, PATCH_SIZE, layers.normalised());
      List<float[]> tokens =
          wanted.stream().map(stage -> stages.get(stage).patchTokens().toFloatArray()).toList();
      return FeatureMap.sideBySide(stages.get(0).rows(), stages.get(0).columns(), tokens);
    }
  }

  @Override
  public int channels(Layers layers) {
    return layers.in(info).blocks().stream().mapToInt(network.config().widths()::get).sum();
  }

  @Override
  public long workingMemory(int height, int width) {
    long firstStage = (long) network.config().widths().get(0) * (height / 4) * (width / 4);
    return Float.BYTES * (ARRAYS_PER_BLOCK * firstStage + 6L * height * width);
  }

  @Override
  public void close() {
    manager.close();
  }
}
