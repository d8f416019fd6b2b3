package org.gramscape.geoio.raster.gdal;

import java.util.Vector;
import org.gdal.osr.SpatialReference;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;

/** Coordinate reference systems from GDAL's objects and into them. */
public final class GdalCrs {
  private static final int WEB_MERCATOR = 3857;

  /** How GDAL calls an ellipsoid that a file does not tell; it goes on with WGS 84's. */
  private static final String UNTOLD = "unretrievable";

  private GdalCrs() {}

  /**
   * The horizontal part of a CRS: by its EPSG code if it has one that is known here, else by its
   * well-known text.
   *
   * @throws UnsupportedCrsException if it is not tied to the Earth, not understood, or on a datum
   *     that GDAL only guesses
   */
  public static Crs of(SpatialReference reference) throws UnsupportedCrsException {
    SpatialReference horizontal = reference.Clone();
    try {
      horizontal.StripVertical();
      horizontal.DemoteTo2D();
      if (horizontal.IsProjected() == 0 && horizontal.IsGeographic() == 0) {
        throw new UnsupportedCrsException(
            "the CRS \"" + horizontal.GetName() + "\" is not tied to the Earth");
      }
      String ellipsoid = horizontal.GetAttrValue("SPHEROID", 0);
      if (ellipsoid != null && ellipsoid.startsWith(UNTOLD)) {
        throw new UnsupportedCrsException(
            "the CRS \"" + horizontal.GetName() + "\" is on a datum that is not told or not known");
      }
      if ("EPSG".equals(horizontal.GetAuthorityName(null))) {
        try {
          return Crs.epsg(Integer.parseInt(horizontal.GetAuthorityCode(null)));
        } catch (UnsupportedCrsException | NumberFormatException unknownCode) {
          return Crs.wkt(wkt1(horizontal));
        }
      }
      return isWebMercator(horizontal) ? Crs.epsg(WEB_MERCATOR) : Crs.wkt(wkt1(horizontal));
    } finally {
      horizontal.delete();
    }
  }

  /** The one common CRS that its parameters in WKT 1 do not tell. */
  private static boolean isWebMercator(SpatialReference reference) {
    SpatialReference webMercator = new SpatialReference();
    webMercator.ImportFromEPSG(WEB_MERCATOR);
    boolean same = reference.IsSame(webMercator) != 0;
    webMercator.delete();
    return same;
  }

  /** GDAL's object for a CRS, easting or longitude first; the caller deletes it. */
  public static SpatialReference toGdal(Crs crs) {
    SpatialReference reference = new SpatialReference();
    if (crs.epsgCode().isEmpty() || reference.ImportFromEPSG(crs.epsgCode().getAsInt()) != 0) {
      reference.ImportFromWkt(crs.wkt());
    }
    reference.SetAxisMappingStrategy(org.gdal.osr.osrConstants.OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
  }

  private static String wkt1(SpatialReference reference) throws UnsupportedCrsException {
    String[] text = new String[1];
    Vector<String> options = new Vector<>();
    options.add("FORMAT=WKT1_GDAL");
    if (reference.ExportToWkt(text, options) != 0 || text[0] == null) {
      throw new UnsupportedCrsException(
          "the CRS \"" + reference.GetName() + "\" has no well-known text of version 1");
    }
    return text[0];
  }
}
