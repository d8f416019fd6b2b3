package org.gramscape.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which of a backbone's patch tokens are its features: those of one block, or of several side by
 * side.
 *
 * @param blocks from 0; negative counts from the end (-1 is the last); none twice
 * @param normalised whether they have passed the backbone's final norm, or are as the blocks gave
 *     them
 */
public record Layers(List<Integer> blocks, boolean normalised) {
  /** The last block's, normalised: what backbones are trained to say. */
  public static final Layers LAST = of(-1);

  /**
   * @throws IllegalArgumentException if there is no block, or one twice
   */
  public Layers {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty() || blocks.stream().distinct().count() < blocks.size()) {
      throw new IllegalArgumentException(
          "layers " + blocks + ": one or more are expected, none of them twice");
    }
  }

  /** Those of some blocks, normalised. */
  public static Layers of(int... blocks) {
    return new Layers(Arrays.stream(blocks).boxed().toList(), true);
  }

  /**
   * The same, counted from 0.
   *
   * @throws IllegalArgumentException if the model has no such layer, or two numbers mean one
   */
  public Layers in(ModelInfo model) {
    return new Layers(blocks.stream().map(block -> in(model, block)).toList(), normalised);
  }

  private static int in(ModelInfo model, int block) {
    int index = block < 0 ? model.depth() + block : block;
    if (index < 0 || index >= model.depth()) {
      throw new IllegalArgumentException(
          "the model %s has no layer %d, but 0 to %d, or -1 for the last"
              .formatted(model.name(), block, model.depth() - 1));
    }
    return index;
  }

  /** For people: {@code 5,11} or {@code 5,11 raw}. */
  @Override
  public String toString() {
    return blocks.stream().map(String::valueOf).collect(Collectors.joining(","))
        + (normalised ? "" : " raw");
  }
}
