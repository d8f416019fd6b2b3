package org.gramscape.canopy;

import org.gramscape.geoio.UnusableInputException;

/** Height rasters from which nothing can be learnt, or that cannot be compared. */
public final class UnsuitableHeightsException extends UnusableInputException {
  UnsuitableHeightsException(String message) {
    super(message);
  }
}
