package org.gramscape.geoio.raster;

/** How a sample is stored. */
public enum SampleType {
  UINT8(1, 0, 255),
  INT8(1, -128, 127),
  UINT16(2, 0, 65535),
  INT16(2, -32768, 32767),
  UINT32(4, 0, 4294967295.0),
  INT32(4, -2147483648.0, 2147483647.0),
  FLOAT32(4, -Float.MAX_VALUE, Float.MAX_VALUE),
  FLOAT64(8, -Double.MAX_VALUE, Double.MAX_VALUE);

  private final int bytes;
  private final double min;
  private final double max;

  SampleType(int bytes, double min, double max) {
    this.bytes = bytes;
    this.min = min;
    this.max = max;
  }

  public int bytes() {
    return bytes;
  }

  /** The least value that can be stored. */
  public double min() {
    return min;
  }

  /** The greatest value that can be stored. */
  public double max() {
    return max;
  }

  /** What is kept of a value that is stored: the nearest that there is; halves are rounded up. */
  public double stored(double value) {
    return switch (this) {
      case FLOAT64 -> value;
      case FLOAT32 -> (float) value;
      default -> (long) Math.floor(Math.min(Math.max(value, min), max) + 0.5);
    };
  }

  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
