package org.gramscape.model.vit;

/**
 * The shape of a DINOv3 vision transformer (paper table 2 and section 3.2).
 *
 * @param width channels of a token
 * @param depth number of blocks
 * @param heads of attention; {@code width / heads} is a multiple of 4
 * @param hiddenWidth channels inside the feed-forward part
 * @param patchSize side of a patch in pixels
 * @param registerTokens tokens between the class token and the patches
 * @param qkvBias false for the 7B model
 * @param maskKeyBias whether the key's third of that bias is held at zero
 * @param untieClassNorm a norm of its own ({@code cls_norm}) for class and register tokens; no
 *     release has it
 * @param untieLocalClassNorm a norm of its own ({@code local_cls_norm}) for class and register
 *     tokens of the local crops, in training only; 7B and SAT-493M
 * @param layerNormEpsilon 1e-5 in every release
 * @param bands of the images; 3 in every release
 */
public record VitConfig(
    int width,
    int depth,
    int heads,
    FeedForward feedForward,
    int hiddenWidth,
    int patchSize,
    int registerTokens,
    boolean qkvBias,
    boolean maskKeyBias,
    boolean untieClassNorm,
    boolean untieLocalClassNorm,
    double layerNormEpsilon,
    RopeConfig rope,
    int bands) {

  public VitConfig {
    if (width <= 0
        || depth <= 0
        || heads <= 0
        || hiddenWidth <= 0
        || patchSize <= 0
        || bands <= 0) {
      throw new IllegalArgumentException(
          "a ViT of width %d, depth %d, %d heads, hidden width %d, patch size %d and %d bands"
              .formatted(width, depth, heads, hiddenWidth, patchSize, bands));
    }
    if (width % heads != 0 || (width / heads) % 4 != 0) {
      throw new IllegalArgumentException(
          width
              + " channels do not split into "
              + heads
              + " heads of a multiple of 4 channels, as axial RoPE needs");
    }
  }

  /** A ViT with a plain MLP four times as wide and everything else as released. */
  public static VitConfig mlp(int width, int depth, int heads) {
    return new Builder(width, depth, heads).build();
  }

  /** A ViT with a SwiGLU of a given hidden width and everything else as released. */
  public static VitConfig swiglu(int width, int depth, int heads, int hiddenWidth) {
    return new Builder(width, depth, heads).feedForward(FeedForward.SWIGLU, hiddenWidth).build();
  }

  /**
   * Hidden width of a SwiGLU with as many parameters as an MLP of {@code ratio}: two thirds of it,
   * rounded up to a multiple of {@code align} (8, or 64 for the 7B model).
   */
  public static int swigluHiddenWidth(int width, double ratio, int align) {
    int twoThirds = (int) ((int) (width * ratio) * 2 / 3.0);
    return (twoThirds + align - 1) / align * align;
  }

  public int headWidth() {
    return width / heads;
  }

  /** Tokens before the patches. */
  public int prefixTokens() {
    return 1 + registerTokens;
  }

  public Builder toBuilder() {
    return new Builder(width, depth, heads)
        .feedForward(feedForward, hiddenWidth)
        .patchSize(patchSize)
        .registerTokens(registerTokens)
        .qkvBias(qkvBias, maskKeyBias)
        .untieClassNorm(untieClassNorm)
        .untieLocalClassNorm(untieLocalClassNorm)
        .layerNormEpsilon(layerNormEpsilon)
        .rope(rope)
        .bands(bands);
  }

  /** Starts from what most releases share: MLP of ratio 4, patch 16, 4 registers, RoPE base 100. */
  public static final class Builder {
    private final int width;
    private final int depth;
    private final int heads;
    private FeedForward feedForward = FeedForward.MLP;
    private int hiddenWidth;
    private int patchSize = 16;
    private int registerTokens = 4;
    private boolean qkvBias = true;
    private boolean maskKeyBias = true;
    private boolean untieClassNorm;
    private boolean untieLocalClassNorm;
    private double layerNormEpsilon = 1e-5;
    private RopeConfig rope = RopeConfig.ofBase(100);
    private int bands = 3;

    public Builder(int width, int depth, int heads) {
      this.width = width;
      this.depth = depth;
      this.heads = heads;
      this.hiddenWidth = 4 * width;
    }

    public Builder feedForward(FeedForward kind, int hidden) {
      feedForward = kind;
      hiddenWidth = hidden;
      return this;
    }

    public Builder patchSize(int value) {
      patchSize = value;
      return this;
    }

    public Builder registerTokens(int value) {
      registerTokens = value;
      return this;
    }

    public Builder qkvBias(boolean present, boolean maskKey) {
      qkvBias = present;
      maskKeyBias = maskKey;
      return this;
    }

    public Builder untieClassNorm(boolean value) {
      untieClassNorm = value;
      return this;
    }

    public Builder untieLocalClassNorm(boolean value) {
      untieLocalClassNorm = value;
      return this;
    }

    public Builder layerNormEpsilon(double value) {
      layerNormEpsilon = value;
      return this;
    }

    public Builder rope(RopeConfig value) {
      rope = value;
      return this;
    }

    public Builder bands(int value) {
      bands = value;
      return this;
    }

    public VitConfig build() {
      return new VitConfig(
          width,
          depth,
          heads,
          feedForward,
          hiddenWidth,
          patchSize,
          registerTokens,
          qkvBias,
          maskKeyBias,
          untieClassNorm,
          untieLocalClassNorm,
          layerNormEpsilon,
          rope,
          bands);
    }
  }
}
