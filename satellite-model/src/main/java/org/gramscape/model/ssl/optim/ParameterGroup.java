package org.gramscape.model.ssl.optim;

/**
 * How a parameter departs from the learning rate and weight decay of the iteration.
 *
 * @param learningRateFactor smaller towards the input (layer-wise decay)
 * @param weightDecayFactor 0 for biases, norms and layer scales, else 1
 * @param lastLayer whether it has the last layer's learning rate, which is 0 while that is frozen
 */
public record ParameterGroup(
    double learningRateFactor, double weightDecayFactor, boolean lastLayer) {

  /**
   * The group of a backbone's parameter.
   *
   * <p>Of the L blocks, block i learns {@code decay^(L - i)} as fast as the final norm; what comes
   * before the blocks {@code decay^(L + 1)}. Class, register and mask tokens have weight decay.
   *
   * @param name as in a state dict, {@code blocks.0.norm1.weight}
   * @param depth number of blocks; 0 for a network without layer-wise decay
   * @param decay a block's learning rate over the next one's
   * @param patchEmbeddingFactor besides, for the patch embedding
   */
  public static ParameterGroup ofBackbone(
      String name, int depth, double decay, double patchEmbeddingFactor) {
    double factor = depth == 0 ? 1 : Math.pow(decay, depth + 1 - layer(name, depth));
    if (name.startsWith("patch_embed.")) {
      factor *= patchEmbeddingFactor;
    }
    return new ParameterGroup(factor, weightDecay(name), false);
  }

  /** The same where all learns so many times as fast. */
  public ParameterGroup times(double factor) {
    return new ParameterGroup(factor * learningRateFactor, weightDecayFactor, lastLayer);
  }

  /** The group of a head's parameter. */
  public static ParameterGroup ofHead(String name) {
    return new ParameterGroup(1, weightDecay(name), name.startsWith("last_layer"));
  }

  private static int layer(String name, int depth) {
    if (name.startsWith("blocks.")) {
      return 1 + Integer.parseInt(name.split("\\.")[1]);
    }
    boolean beforeBlocks = name.startsWith("patch_embed.") || name.endsWith("_token");
    return beforeBlocks || name.equals("storage_tokens") ? 0 : depth + 1;
  }

  private static double weightDecay(String name) {
    boolean none = name.endsWith("bias") || name.contains("norm") || name.contains("gamma");
    return none ? 0 : 1;
  }
}
