package org.gramscape.geoio;

/**
 * The affine map from pixel corners to coordinates: {@code x = x0 + column * xPerColumn + row *
 * xPerRow} and {@code y = y0 + column * yPerColumn + row * yPerRow}.
 *
 * <p>(0, 0) is the outer corner of the first pixel, whatever the file's own convention; pixel
 * centres lie at half-integers. The order of the six numbers is GDAL's.
 */
public record GeoTransform(
    double x0, double xPerColumn, double xPerRow, double y0, double yPerColumn, double yPerRow) {

  /**
   * @throws IllegalArgumentException if a number is not finite or pixels have no area
   */
  public GeoTransform {
    double determinant = xPerColumn * yPerRow - xPerRow * yPerColumn;
    if (!Double.isFinite(x0) || !Double.isFinite(y0) || !Double.isFinite(determinant)) {
      throw new IllegalArgumentException("a geotransform needs six finite numbers");
    }
    if (determinant == 0) {
      throw new IllegalArgumentException("a geotransform whose pixels have no area");
    }
  }

  /**
   * North-up pixels of {@code width} by {@code height} (both positive), from the upper left corner.
   */
  public static GeoTransform northUp(double left, double top, double width, double height) {
    return new GeoTransform(left, width, 0, top, 0, -height);
  }

  public double x(double column, double row) {
    return x0 + column * xPerColumn + row * xPerRow;
  }

  public double y(double column, double row) {
    return y0 + column * yPerColumn + row * yPerRow;
  }

  public double column(double x, double y) {
    return ((x - x0) * yPerRow - (y - y0) * xPerRow) / determinant();
  }

  public double row(double x, double y) {
    return ((y - y0) * xPerColumn - (x - x0) * yPerColumn) / determinant();
  }

  /** Signed area of a pixel in squared CRS units; negative for the usual north-up raster. */
  public double determinant() {
    return xPerColumn * yPerRow - xPerRow * yPerColumn;
  }

  /** Neither rotated nor sheared; rows may run either way. */
  public boolean isAxisAligned() {
    return xPerRow == 0 && yPerColumn == 0;
  }

  public boolean isNorthUp() {
    return isAxisAligned() && xPerColumn > 0 && yPerRow < 0;
  }

  /** The same map with (0, 0) moved to ({@code column}, {@code row}). */
  public GeoTransform shifted(double column, double row) {
    return new GeoTransform(
        x(column, row), xPerColumn, xPerRow, y(column, row), yPerColumn, yPerRow);
  }

  /**
   * The same ground with pixels {@code acrossFactor} times as wide and {@code downFactor} times as
   * high.
   */
  public GeoTransform scaled(double acrossFactor, double downFactor) {
    return new GeoTransform(
        x0,
        xPerColumn * acrossFactor,
        xPerRow * downFactor,
        y0,
        yPerColumn * acrossFactor,
        yPerRow * downFactor);
  }
}
