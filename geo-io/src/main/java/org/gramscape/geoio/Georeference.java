package org.gramscape.geoio;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;

/**
 * Where a raster lies on Earth: the CRS, the affine map of its pixel corners, and what a sample
 * stands for.
 */
public record Georeference(Crs crs, GeoTransform transform, PixelInterpretation interpretation) {

  /**
   * Distances are measured over this many pixels, so that rounding of coordinates does not show.
   */
  private static final double STRIDE = 16;

  /** Pixels below a tenth of a millimetre come from a geotransform that is wrong. */
  private static final double LEAST_METRES = 1e-4;

  private static final double DERIVATIVE_METRES = 100;

  public Georeference(Crs crs, GeoTransform transform) {
    this(crs, transform, PixelInterpretation.AREA);
  }

  /** The CRS's unit: {@code metre}, {@code US survey foot}, {@code degree} ... */
  public String unit() {
    return crs.unit();
  }

  /**
   * The ground size of a pixel around ({@code column}, {@code row}): geodesic distances on WGS 84,
   * so feet, degrees and the stretch of web Mercator are all accounted for.
   *
   * @throws UnsupportedCrsException if the pixel lies where the CRS is not defined, or is no size
   *     that a pixel can have
   */
  public GroundSampleDistance groundSampleDistance(double column, double row)
      throws UnsupportedCrsException {
    double across = metresBetween(column - STRIDE / 2, row, column + STRIDE / 2, row) / STRIDE;
    double down = metresBetween(column, row - STRIDE / 2, column, row + STRIDE / 2) / STRIDE;
    // Not-a-number is neither: beyond a pole there is no distance.
    if (!(across >= LEAST_METRES && down >= LEAST_METRES)) {
      throw new UnsupportedCrsException(
          "pixels of %s x %s m on the ground, in %s around (%s, %s), are not those of a scene; check its CRS and geotransform, and set them with gdal_edit.py -a_srs ... -a_ullr ..."
              .formatted(across, down, crs, transform.x(column, row), transform.y(column, row)));
    }
    return new GroundSampleDistance(across, down);
  }

  /**
   * The ground around ({@code column}, {@code row}): the map from pixels to latitude and longitude,
   * times the ellipsoid's radii of curvature (Snyder 1987, 4-18 to 4-20).
   *
   * <p>Derivatives are differences over 100 m to either side; areas are exact to a billionth.
   *
   * @throws UnsupportedCrsException if the CRS is not defined there
   */
  public PixelGround pixelGround(double column, double row) throws UnsupportedCrsException {
    double step = DERIVATIVE_METRES / groundSampleDistance(column, row).metres();
    LonLat left = lonLat(column - step, row);
    LonLat right = lonLat(column + step, row);
    LonLat above = lonLat(column, row - step);
    LonLat below = lonLat(column, row + step);
    double sine = Math.sin(Math.toRadians(lonLat(column, row).latitude()));
    double radius = Geodesic.WGS84.EquatorialRadius();
    double flattening = Geodesic.WGS84.Flattening();
    double squaredEccentricity = flattening * (2 - flattening);
    double curvature = 1 - squaredEccentricity * sine * sine;
    double perRadianEast = radius / Math.sqrt(curvature) * Math.sqrt(1 - sine * sine);
    double perRadianNorth = radius * (1 - squaredEccentricity) / (curvature * Math.sqrt(curvature));
    double east = perRadianEast / (2 * step);
    double north = perRadianNorth / (2 * step);
    return new PixelGround(
        east * eastFrom(left, right),
        north * northFrom(left, right),
        east * eastFrom(above, below),
        north * northFrom(above, below));
  }

  private LonLat lonLat(double column, double row) throws UnsupportedCrsException {
    return crs.toLonLat(transform.x(column, row), transform.y(column, row));
  }

  private static double eastFrom(LonLat from, LonLat to) {
    return Math.toRadians(Math.IEEEremainder(to.longitude() - from.longitude(), 360));
  }

  private static double northFrom(LonLat from, LonLat to) {
    return Math.toRadians(to.latitude() - from.latitude());
  }

  /** The geodesic distance in metres between two places given in pixels. */
  private double metresBetween(double column1, double row1, double column2, double row2)
      throws UnsupportedCrsException {
    LonLat from = lonLat(column1, row1);
    LonLat to = lonLat(column2, row2);
    GeodesicData line =
        Geodesic.WGS84.Inverse(from.latitude(), from.longitude(), to.latitude(), to.longitude());
    return line.s12;
  }

  /**
   * The reference of the same ground in pixels {@code acrossFactor} by {@code downFactor} times the
   * size.
   */
  public Georeference scaled(double acrossFactor, double downFactor) {
    return new Georeference(crs, transform.scaled(acrossFactor, downFactor), interpretation);
  }

  /**
   * Where a place of this grid lies on another's, {@code {column, row}}, in pixels from its corner.
   *
   * @throws UnsupportedCrsException if either CRS is not defined there
   */
  public double[] placeOn(Georeference other, double column, double row)
      throws UnsupportedCrsException {
    double x = transform.x(column, row);
    double y = transform.y(column, row);
    if (!crs.equals(other.crs)) {
      double[] there = other.crs.fromLonLat(crs.toLonLat(x, y));
      x = there[0];
      y = there[1];
    }
    return new double[] {other.transform.column(x, y), other.transform.row(x, y)};
  }
}
