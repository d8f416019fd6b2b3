package org.gramscape.landcover;

/** How what is known of patches becomes known of pixels. */
public enum Detail {
  /** Borders follow those of the image, see {@link GuidedUpsampling}. */
  GUIDED,
  /** On straight lines between the centres of patches. */
  BILINEAR
}
