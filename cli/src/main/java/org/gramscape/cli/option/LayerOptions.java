package org.gramscape.cli.option;

import java.util.List;
import java.util.Optional;
import org.gramscape.model.Layers;
import picocli.CommandLine.Option;

/** Which of a backbone's tokens are taken as features. */
public final class LayerOptions {
  @Option(
      names = "--layers",
      paramLabel = "N,N,...",
      split = ",",
      description =
          "Blocks whose tokens are taken, side by side, from 0; -1 is the last (default), -2 the"
              + " one before. Those of the middle see finer detail and less meaning: try 5,11 of 12"
              + " where borders or textures matter, and keep what scores better on labels held"
              + " out.")
  private List<Integer> layers = List.of();

  @Option(
      names = "--raw-tokens",
      description =
          "Take tokens as the blocks gave them, not through the backbone's final norm. That norm is"
              + " made for the last block; try this with others.")
  private boolean raw;

  /** The tokens that were asked for, or the last block's. */
  public Layers get() {
    return new Layers(layers.isEmpty() ? Layers.LAST.blocks() : layers, !raw);
  }

  /** The tokens, if any were asked for. */
  public Optional<Layers> asked() {
    return layers.isEmpty() && !raw ? Optional.empty() : Optional.of(get());
  }
}
