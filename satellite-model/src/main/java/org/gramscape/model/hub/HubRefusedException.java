package org.gramscape.model.hub;

import org.gramscape.model.UnusableWeightsException;

/** The hub won't give a file: the repository is gated, private or not there. */
public final class HubRefusedException extends UnusableWeightsException {
  private static final long serialVersionUID = 1L;

  HubRefusedException(String message) {
    super(message);
  }
}
