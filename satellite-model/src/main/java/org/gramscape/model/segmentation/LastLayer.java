package org.gramscape.model.segmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;

/**
 * From channels to classes, each as one call into libtorch through which gradients follow: what is
 * left of the channels, a convolution of single pixels, and straight lines between them if the
 * image is larger.
 *
 * @param dropout share of an image's channels that are left out while learning; the others make up
 *     for them
 */
record LastLayer(double dropout) {
  private static final Script SCRIPT =
      new Script(Torch.newManager(), LastLayer.class, "last.py.txt", Map.of());

  /**
   * Without a norm.
   *
   * @param x {@code [B, C, h, w]}
   * @param kept from {@link #all} or {@link #drawn}
   * @param weights of the convolution, and its bias
   * @return {@code [B, classes, height, width]} in float32
   */
  NDArray plain(NDArray x, NDArray kept, List<NDArray> weights, int height, int width) {
    return SCRIPT.call("plain", List.of(x, kept), weights, height, width);
  }

  /**
   * With a batch norm before the convolution.
   *
   * @param weights of the convolution, its bias, and the norm's weight, bias, mean and variance
   * @param training whether the norm goes by the batch, and learns from it
   */
  NDArray normed(
      NDArray x, NDArray kept, List<NDArray> weights, int height, int width, boolean training) {
    return SCRIPT.call("normed", List.of(x, kept), weights, height, width, training ? 1 : 0);
  }

  /** Leaves nothing out. */
  static NDArray all(NDManager manager) {
    return Tensors.of(manager, new float[] {1}, new Shape(1, 1, 1, 1));
  }

  /** Which channels of each image are left, and how much they count: {@code [B, C, 1, 1]}. */
  NDArray drawn(NDArray x, RandomGenerator random) {
    if (dropout == 0) {
      return all(x.getManager());
    }
    float[] kept = new float[Math.toIntExact(x.getShape().get(0) * x.getShape().get(1))];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextDouble() < dropout ? 0 : (float) (1 / (1 - dropout));
    }
    return Tensors.of(
        x.getManager(), kept, new Shape(x.getShape().get(0), x.getShape().get(1), 1, 1));
  }
}
