package org.gramscape.model.convnext;

import java.util.List;
import java.util.Optional;

/**
 * The shape of a ConvNeXt (Liu et al. 2022) as DINOv3 uses it.
 *
 * @param depths blocks of each of the four stages
 * @param widths channels of each stage
 * @param layerNormEpsilon 1e-6 in every release
 */
public record ConvNextConfig(List<Integer> depths, List<Integer> widths, double layerNormEpsilon) {
  public static final int STAGES = 4;

  public static final ConvNextConfig TINY = of(List.of(3, 3, 9, 3), List.of(96, 192, 384, 768));
  public static final ConvNextConfig SMALL = of(List.of(3, 3, 27, 3), List.of(96, 192, 384, 768));
  public static final ConvNextConfig BASE = of(List.of(3, 3, 27, 3), List.of(128, 256, 512, 1024));
  public static final ConvNextConfig LARGE = of(List.of(3, 3, 27, 3), List.of(192, 384, 768, 1536));

  public ConvNextConfig {
    depths = List.copyOf(depths);
    widths = List.copyOf(widths);
    if (depths.size() != STAGES || widths.size() != STAGES) {
      throw new IllegalArgumentException(
          "a ConvNeXt of depths " + depths + " and widths " + widths + "; four of each expected");
    }
  }

  public static ConvNextConfig of(List<Integer> depths, List<Integer> widths) {
    return new ConvNextConfig(depths, widths, 1e-6);
  }

  /** The released name, if it is a released size. */
  public Optional<String> architecture() {
    if (equals(TINY)) {
      return Optional.of("convnext_tiny");
    } else if (equals(SMALL)) {
      return Optional.of("convnext_small");
    } else if (equals(BASE)) {
      return Optional.of("convnext_base");
    } else if (equals(LARGE)) {
      return Optional.of("convnext_large");
    }
    return Optional.empty();
  }
}
