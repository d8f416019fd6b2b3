package org.gramscape.model.segmentation.loss;

import java.util.Map;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Torch;

/** The methods of {@code losses.py.txt}, each of which computes a loss in one call. */
final class Losses {
  static final Script SCRIPT =
      new Script(Torch.newManager(), Losses.class, "losses.py.txt", Map.of());

  private Losses() {}
}
