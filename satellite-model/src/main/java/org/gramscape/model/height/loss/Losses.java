package org.gramscape.model.height.loss;

import java.util.Map;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Torch;

/** The methods of {@code losses.py.txt}, each of which computes a loss in one call. */
final class Losses {
  /** Of soft maxima and minima of logarithms: they reach the true ones within a few percent. */
  private static final double SHARPNESS = 8;

  static final Script SCRIPT =
      new Script(
          Torch.newManager(),
          Losses.class,
          "losses.py.txt",
          Map.of("SHARPNESS", Double.toString(SHARPNESS)));

  private Losses() {}
}
