package org.gramscape.model.dense;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a {@link DenseHead} is, as files say it. */
public interface HeadConfig {

  /** The backbone's blocks that it looks at, 0-based and ascending. */
  List<Integer> taps();

  /** Channels of a token. */
  int width();

  /**
   * Says what it is.
   *
   * @param json {@code config.json}, with a backbone's configuration as {@code backbone_config}
   */
  void addTo(ObjectNode json);
}
