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

  /** The geodesic distance in metres between two places given in pixels. */
  private double metresBetween(double column1, double row1, double column2, double row2)
      throws UnsupportedCrsException {
    LonLat from = crs.toLonLat(transform.x(column1, row1), transform.y(column1, row1));
    LonLat to = crs.toLonLat(transform.x(column2, row2), transform.y(column2, row2));
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
}
