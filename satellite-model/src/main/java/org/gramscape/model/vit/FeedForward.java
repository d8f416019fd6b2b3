package org.gramscape.model.vit;

/** What follows attention in a transformer block. */
public enum FeedForward {
  /** Two linear layers with a GELU (exact, by erf) between. */
  MLP,
  /** Three linear layers: {@code w3(silu(w1 x) * w2 x)} (Shazeer 2020). */
  SWIGLU
}
