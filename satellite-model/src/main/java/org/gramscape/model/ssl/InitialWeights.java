package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.ssl.recipe.Recipe;

/**
 * What training starts from: small normal weights, no biases, layer scales and prototypes as a
 * recipe says; patch filters, with their biases, uniform up to 1 / sqrt(samples of a patch).
 */
public final class InitialWeights {
  private static final double STANDARD_DEVIATION = 0.02;

  private InitialWeights() {}

  /**
   * Gives every parameter a value.
   *
   * @param owner of the values' memory
   */
  public static void fill(SslNetwork network, Recipe.Start start, long seed, NDManager owner) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Parameter> parameters = network.namedParameters();
    Map<String, Shape> shapes = network.namedShapes();
    Shape patch = shapes.get("backbone.patch_embed.proj.weight");
    double patchLimit = 1 / Math.sqrt(patch.size() / patch.get(0));
    shapes.forEach(
        (name, shape) -> {
          float[] values = values(name, shape, patchLimit, start, random);
          parameters.get(name).setArray(Tensors.of(owner, values, shape));
        });
  }

  private static float[] values(
      String name, Shape shape, double patchLimit, Recipe.Start start, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (name.contains("patch_embed.")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (patchLimit * (2 * random.nextDouble() - 1));
      }
    } else if (name.endsWith("gamma")) {
      Arrays.fill(values, (float) start.layerScale());
    } else if (name.contains("norm")) {
      Arrays.fill(values, name.endsWith("weight") ? 1 : 0);
    } else if (!name.endsWith("bias") && !name.endsWith("mask_token")) {
      double deviation =
          name.endsWith("last_layer.weight") ? start.prototypeDeviation() : STANDARD_DEVIATION;
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }
}
