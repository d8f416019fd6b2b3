package org.gramscape.geoio;

/** A file that is not a raster, is damaged, or is of a kind that this backend cannot read right. */
public final class InvalidRasterException extends UnusableInputException {
  public InvalidRasterException(String message) {
    super(message);
  }

  public InvalidRasterException(String message, Throwable cause) {
    super(message, cause);
  }
}
