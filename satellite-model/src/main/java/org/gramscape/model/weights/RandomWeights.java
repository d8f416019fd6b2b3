package org.gramscape.model.weights;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.vit.VisionTransformer;

/**
 * Random values for a network, the same on every machine.
 *
 * <p>Features of such a network should tell colours and textures apart. So, unlike where training
 * starts from, its layer scales are not tiny, and each patch filter is noise at one of five scales:
 * 16 pixels (a mean colour), 8, 4, 2 or 1 (fine texture). Attention, which without training only
 * averages over the image, is scaled down.
 */
public final class RandomWeights {
  private static final long SEED = 493;

  private static final float ATTENTION_SCALE = 0.1f;
  private static final float FEED_FORWARD_SCALE = 1f;

  private final SplittableRandom random;

  private RandomWeights() {
    random = new SplittableRandom(SEED);
  }

  /** Gives every parameter of the network a value that the manager owns. */
  public static void fill(VisionTransformer network, NDManager manager) {
    RandomWeights weights = new RandomWeights();
    Map<String, Parameter> parameters = network.namedParameters();
    network
        .namedShapes()
        .forEach(
            (name, shape) ->
                parameters
                    .get(name)
                    .setArray(Tensors.of(manager, weights.values(name, shape), shape)));
  }

  private float[] values(String name, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (name.equals("patch_embed.proj.weight")) {
      patchFilters(values, (int) shape.get(2));
    } else if (name.endsWith("ls1.gamma")) {
      java.util.Arrays.fill(values, ATTENTION_SCALE);
    } else if (name.endsWith("ls2.gamma")) {
      java.util.Arrays.fill(values, FEED_FORWARD_SCALE);
    } else if (name.endsWith("norm1.weight")
        || name.endsWith("norm2.weight")
        || name.endsWith("norm.weight")) {
      java.util.Arrays.fill(values, 1f);
    } else if (name.endsWith(".weight")) {
      noise(values, Math.sqrt(1.0 / shape.get(1)));
    } else if (!name.contains("norm") && !name.equals("mask_token")) {
      noise(values, name.startsWith("patch_embed") ? 0.5 : 0.02);
    }
    return values;
  }

  /**
   * {@code [D, 3, size, size]}: noise in blocks of {@code size, size / 2 ... 1} pixels by turns.
   */
  private void patchFilters(float[] values, int size) {
    int scales = 1 + Integer.numberOfTrailingZeros(Integer.highestOneBit(size));
    int filter = 3 * size * size;
    for (int d = 0; d < values.length / filter; d++) {
      int block = Math.max(size >> (d % scales), 1);
      int side = (size + block - 1) / block;
      float[] coarse = new float[3 * side * side];
      // A filter's answer to noise of its own scale has unit variance.
      noise(coarse, 1.0 / (Math.sqrt(3.0 * side * side) * block * block));
      for (int i = 0; i < filter; i++) {
        int band = i / (size * size);
        int row = i / size % size / block;
        int column = i % size / block;
        values[d * filter + i] = coarse[(band * side + row) * side + column];
      }
    }
  }

  /** Uniform values: made by exact arithmetic, which a normal distribution's are not. */
  private void noise(float[] values, double standardDeviation) {
    double range = Math.sqrt(3) * standardDeviation;
    for (int i = 0; i < values.length; i++) {
      double unit = (random.nextLong() >>> 11) * 0x1.0p-53;
      values[i] = (float) ((2 * unit - 1) * range);
    }
  }
}
