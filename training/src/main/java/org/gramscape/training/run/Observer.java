package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gramscape.model.vit.VisionTransformer;

/** Looks at a backbone while it is trained. */
public interface Observer {
  /**
   * What it sees, as numbers by name.
   *
   * @param iteration iterations that are done
   * @param teacher the running mean of the student; reading it only
   * @param folder for pictures, there already: a PNG or JPEG file {@code NAME-ITERATION.ext} each
   * @throws IOException if pictures can't be written; a scene that can't be read is no reason to
   *     end a run
   */
  Map<String, Double> observe(long iteration, VisionTransformer teacher, Path folder)
      throws IOException;
}
