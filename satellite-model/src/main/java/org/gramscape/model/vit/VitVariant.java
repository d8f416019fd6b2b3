package org.gramscape.model.vit;

import static org.gramscape.model.vit.VitConfig.mlp;
import static org.gramscape.model.vit.VitConfig.swiglu;
import static org.gramscape.model.vit.VitConfig.swigluHiddenWidth;

import java.util.Optional;

/** The sizes that were released (paper table 2). */
public enum VitVariant {
  SMALL("vits16", mlp(384, 12, 6)),
  SMALL_PLUS("vits16plus", swiglu(384, 12, 6, swigluHiddenWidth(384, 6, 8))),
  BASE("vitb16", mlp(768, 12, 12)),
  LARGE("vitl16", mlp(1024, 24, 16)),
  LARGE_PLUS("vitl16plus", swiglu(1024, 24, 16, swigluHiddenWidth(1024, 6, 8))),
  HUGE_PLUS("vith16plus", swiglu(1280, 32, 20, swigluHiddenWidth(1280, 6, 8))),
  SEVEN_BILLION(
      "vit7b16",
      swiglu(4096, 40, 32, swigluHiddenWidth(4096, 3, 64)).toBuilder()
          .qkvBias(false, false)
          .untieLocalClassNorm(true)
          .build());

  private final String architecture;
  private final VitConfig config;

  VitVariant(String architecture, VitConfig config) {
    this.architecture = architecture;
    this.config = config;
  }

  /** As in the names of the released files. */
  public String architecture() {
    return architecture;
  }

  /** As trained on LVD-1689M; SAT-493M's ViT-L has a {@code local_cls_norm} besides. */
  public VitConfig config() {
    return config;
  }

  /** The variant of the same width, depth and feed-forward part. */
  public static Optional<VitVariant> of(VitConfig config) {
    for (VitVariant variant : values()) {
      VitConfig own = variant.config;
      if (own.width() == config.width()
          && own.depth() == config.depth()
          && own.heads() == config.heads()
          && own.feedForward() == config.feedForward()
          && own.hiddenWidth() == config.hiddenWidth()) {
        return Optional.of(variant);
      }
    }
    return Optional.empty();
  }
}
