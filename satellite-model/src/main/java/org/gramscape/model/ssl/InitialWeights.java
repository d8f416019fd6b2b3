package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.kernel.Tensors;

/**
 * What training starts from: small normal weights, no biases, layer scales that leave the residual
 * stream almost alone; patch filters, with their biases, uniform up to 1 / sqrt(samples of a
 * patch).
 */
public final class InitialWeights {
  private static final double STANDARD_DEVIATION = 0.02;
  private static final float LAYER_SCALE = 1e-5f;

  private InitialWeights() {}

  /**
   * Gives every parameter a value.
   *
   * @param owner of the values' memory
   */
  public static void fill(SslNetwork network, long seed, NDManager owner) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Parameter> parameters = network.namedParameters();
    Map<String, Shape> shapes = network.namedShapes();
    Shape patch = shapes.get("backbone.patch_embed.proj.weight");
    double patchLimit = 1 / Math.sqrt(patch.size() / patch.get(0));
    shapes.forEach(
        (name, shape) -> {
          float[] values = values(name, shape, patchLimit, random);
          parameters.get(name).setArray(Tensors.of(owner, values, shape));
        });
  }

  private static float[] values(
      String name, Shape shape, double patchLimit, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (name.contains("patch_embed.")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (patchLimit * (2 * random.nextDouble() - 1));
      }
    } else if (name.endsWith("gamma")) {
      Arrays.fill(values, LAYER_SCALE);
    } else if (name.contains("norm")) {
      Arrays.fill(values, name.endsWith("weight") ? 1 : 0);
    } else if (!name.endsWith("bias") && !name.endsWith("mask_token")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (STANDARD_DEVIATION * random.nextGaussian());
      }
    }
    return values;
  }
}
