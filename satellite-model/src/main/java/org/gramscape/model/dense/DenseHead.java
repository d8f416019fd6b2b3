package org.gramscape.model.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VitFeatures;

/** Says something of every pixel by what it sees of a backbone's blocks. */
public interface DenseHead extends AutoCloseable {

  /** What learns. */
  NamedBlock network();

  /** The backbone's blocks that it looks at, 0-based and ascending. */
  List<Integer> taps();

  /**
   * What it says as it is.
   *
   * @param taps of the backbone's blocks, after its final norm
   * @return {@code [B, C, height, width]}
   */
  NDArray predict(List<VitFeatures> taps, int height, int width);

  /**
   * The same while it learns, through which gradients follow: batch norms go by the batch, and
   * learn from it.
   *
   * @param random of what it leaves out, if it does
   */
  NDArray learn(List<VitFeatures> taps, int height, int width, RandomGenerator random);

  /**
   * A parameter's first values: normal, by the number of values that each sums (He et al. 2015).
   *
   * @param name as in the network
   */
  default float[] firstValues(String name, Shape shape, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (name.contains("batchnorm")) {
      Arrays.fill(values, name.endsWith("weight") || name.endsWith("running_var") ? 1 : 0);
    } else if (name.endsWith("weight")) {
      double deviation = Math.sqrt(2.0 * shape.get(0) / shape.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }

  /** Frees its scripts; values are their manager's. */
  @Override
  void close();
}
