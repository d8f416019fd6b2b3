package org.gramscape.landcover;

/** How labels are dealt into folds, which are left out in turn. */
public enum FoldKind {
  /**
   * Whole blocks of ground: what is held out lies apart from what was learnt, as most of a map
   * does.
   */
  BLOCKS,
  /**
   * Each class's labels in turn, wherever they lie: labels beside each other are alike, so scores
   * come out too good.
   */
  RANDOM
}
