package org.gramscape.landcover;

/** How what is known of patches, or of cells within them, becomes known of pixels. */
public enum Detail {
  /** Borders follow those of the image, see {@link GuidedUpsampling}. */
  GUIDED,
  /** On straight lines between their middles. */
  BILINEAR
}
