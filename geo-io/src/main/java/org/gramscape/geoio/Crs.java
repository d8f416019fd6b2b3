package org.gramscape.geoio;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.measure.Unit;
import javax.measure.quantity.Length;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.NoSuchAuthorityCodeException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import org.geotools.referencing.crs.DefaultGeographicCRS;
import org.geotools.referencing.wkt.Formattable;
import si.uom.NonSI;
import si.uom.SI;

/**
 * A coordinate reference system tied to the Earth, always easting or longitude first.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Crs {
  private static final Pattern CODE = Pattern.compile("(?i)EPSG:(\\d{1,9})");

  private static final Pattern AXIS = Pattern.compile(",\\s*AXIS\\s*\\[[^\\]]*\\]");

  /** GDAL's mark on a text whose parameters alone are another CRS, such as web Mercator's. */
  private static final Pattern PROJ_EXTENSION = Pattern.compile("EXTENSION\\s*\\[\\s*\"PROJ4\"");

  private static final Pattern ORIGIN_LATITUDE =
      Pattern.compile("\"latitude_of_origin\"\\s*,\\s*([-+.\\dEe]+)");

  private static final Pattern UNIT_SCALE =
      Pattern.compile("PARAMETER\\s*\\[\\s*\"scale_factor\"\\s*,\\s*1(\\.0*)?\\s*\\]\\s*,");

  private static final Pattern WEST = Pattern.compile("AXIS\\s*\\[[^\\]]*\\bWEST\\s*\\]");

  private static final double FOOT = 0.3048;
  private static final double US_SURVEY_FOOT = 1200.0 / 3937;

  /** Other authorities' codes begin beyond; some libraries call them EPSG's nevertheless. */
  private static final int LAST_EPSG_CODE = 32767;

  /** Made with this class, so that it is one thread that loads GeoTools. */
  private static final CoordinateReferenceSystem WGS84 = loadGeoTools();

  private final CoordinateReferenceSystem system;
  private final OptionalInt epsgCode;
  private final MathTransform toWgs84;
  private final MathTransform fromWgs84;

  private Crs(CoordinateReferenceSystem system) throws UnsupportedCrsException {
    this.system = CRS.getHorizontalCRS(system);
    if (this.system == null) {
      throw new UnsupportedCrsException(
          "the CRS \"" + system.getName().getCode() + "\" has no horizontal part on Earth");
    }
    this.epsgCode = declaredEpsgCode(this.system);
    try {
      this.toWgs84 = CRS.findMathTransform(this.system, WGS84, true);
      this.fromWgs84 = CRS.findMathTransform(WGS84, this.system, true);
    } catch (FactoryException | RuntimeException e) {
      throw new UnsupportedCrsException(
          "the CRS \""
              + system.getName().getCode()
              + "\" cannot be related to WGS 84: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Loads what is behind this class: GeoTools and its database of codes, for about half a second.
   * It happens by itself at the first use; a caller with a thread to spare may have it happen
   * before.
   */
  public static void load() {
    // All is done when this class is initialised.
  }

  private static CoordinateReferenceSystem loadGeoTools() {
    try {
      CRS.decode("EPSG:4326", true);
    } catch (FactoryException e) {
      throw new IllegalStateException("GeoTools is without its database of EPSG codes", e);
    }
    return DefaultGeographicCRS.WGS84;
  }

  /**
   * The CRS of an EPSG code; of a compound one its horizontal part.
   *
   * @throws UnsupportedCrsException if there is no such code
   */
  public static Crs epsg(int code) throws UnsupportedCrsException {
    try {
      Crs crs = new Crs(CRS.decode("EPSG:" + code, true));
      // As part of a compound CRS it would have EPSG's order of axes, maybe northing first.
      int own = crs.epsgCode.orElse(code);
      return own == code ? crs : epsg(own);
    } catch (NoSuchAuthorityCodeException e) {
      throw new UnsupportedCrsException("there is no CRS with the code EPSG:" + code, e);
    } catch (FactoryException | RuntimeException e) {
      throw new UnsupportedCrsException("EPSG:" + code + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Reads {@code EPSG:32617}.
   *
   * @throws IllegalArgumentException if it is no code, or there is no such CRS; the message says
   *     what to write
   */
  public static Crs parse(String text) {
    Matcher code = CODE.matcher(text);
    if (!code.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no EPSG code; write EPSG:32617, for example");
    }
    try {
      return epsg(Integer.parseInt(code.group(1)));
    } catch (UnsupportedCrsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The CRS of a well-known text (WKT 1): by its EPSG code if it declares one that is known, else
   * by its parameters.
   *
   * @throws UnsupportedCrsException if the text is not understood
   */
  public static Crs wkt(String text) throws UnsupportedCrsException {
    try {
      // A text without axes has easting or longitude first. Axes that run west are not a matter of
      // order, and stay.
      String eastingFirst = WEST.matcher(text).find() ? text : AXIS.matcher(text).replaceAll("");
      Crs parsed = of(CRS.parseWKT(withTrueScale(eastingFirst)));
      if (parsed.epsgCode.isPresent()) {
        return byCodeIfKnown(parsed);
      }
      if (PROJ_EXTENSION.matcher(text).find()) {
        throw new UnsupportedCrsException(
            "the CRS \"" + parsed.name() + "\" is one that its well-known text cannot express");
      }
      return parsed;
    } catch (FactoryException | RuntimeException e) {
      throw new UnsupportedCrsException("the CRS is not understood: " + e.getMessage(), e);
    }
  }

  /**
   * A polar stereographic projection of true scale elsewhere than at its pole has another name in
   * GeoTools, which overlooks that latitude otherwise.
   */
  private static String withTrueScale(String text) {
    Matcher latitude = ORIGIN_LATITUDE.matcher(text);
    if (!text.contains("[\"Polar_Stereographic\"")
        || !latitude.find()
        || Math.abs(Double.parseDouble(latitude.group(1))) == 90) {
      return text;
    }
    return UNIT_SCALE
        .matcher(text)
        .replaceAll("")
        .replace("\"Polar_Stereographic\"", "\"Polar Stereographic (variant B)\"")
        .replace("\"latitude_of_origin\"", "\"standard_parallel_1\"");
  }

  /** WKT 1 cannot say what web Mercator is: only its code can. */
  private static Crs byCodeIfKnown(Crs parsed) {
    try {
      return epsg(parsed.epsgCode.getAsInt());
    } catch (UnsupportedCrsException unknownCode) {
      return parsed;
    }
  }

  static Crs of(CoordinateReferenceSystem system) throws UnsupportedCrsException {
    return new Crs(system);
  }

  private static OptionalInt declaredEpsgCode(CoordinateReferenceSystem system) {
    return system.getIdentifiers().stream()
        .filter(name -> "EPSG".equals(name.getCodeSpace()))
        .mapToInt(name -> Integer.parseInt(name.getCode()))
        .filter(code -> code <= LAST_EPSG_CODE)
        .findFirst();
  }

  /** The GeoTools object, for libraries that want one. */
  public CoordinateReferenceSystem toGeoTools() {
    return system;
  }

  public OptionalInt epsgCode() {
    return epsgCode;
  }

  public String name() {
    return system.getName().getCode();
  }

  /** Well-known text (WKT 1) on one line. */
  public String wkt() {
    // Not toWKT(), which leaves preferences in the user's home.
    return ((Formattable) system).toWKT(Formattable.SINGLE_LINE);
  }

  public boolean isGeographic() {
    return system instanceof GeographicCRS;
  }

  /** The unit of the axes, as people call it: metre, foot, US survey foot, degree ... */
  public String unit() {
    Unit<?> unit = system.getCoordinateSystem().getAxis(0).getUnit();
    if (unit.equals(NonSI.DEGREE_ANGLE)) {
      return "degree";
    }
    if (unit.isCompatible(SI.METRE)) {
      double metres = unit.asType(Length.class).getConverterTo(SI.METRE).convert(1);
      if (metres == 1) {
        return "metre";
      }
      // The two feet differ by two parts in a million.
      if (Math.abs(metres - FOOT) < 1e-8) {
        return "foot";
      }
      if (Math.abs(metres - US_SURVEY_FOOT) < 1e-8) {
        return "US survey foot";
      }
    }
    return unit.toString();
  }

  /**
   * Coordinates of this CRS as longitude and latitude on WGS 84.
   *
   * @throws UnsupportedCrsException if the place lies outside the CRS
   */
  public LonLat toLonLat(double x, double y) throws UnsupportedCrsException {
    double[] place = transform(toWgs84, x, y);
    return new LonLat(place[0], place[1]);
  }

  /** Longitude and latitude on WGS 84 as {@code {x, y}} of this CRS. */
  public double[] fromLonLat(LonLat place) throws UnsupportedCrsException {
    return transform(fromWgs84, place.longitude(), place.latitude());
  }

  private double[] transform(MathTransform transform, double a, double b)
      throws UnsupportedCrsException {
    double[] place = {a, b};
    try {
      transform.transform(place, 0, place, 0, 1);
    } catch (TransformException e) {
      throw outside(a, b, e);
    }
    if (!Double.isFinite(place[0]) || !Double.isFinite(place[1])) {
      throw outside(a, b, null);
    }
    return place;
  }

  private UnsupportedCrsException outside(double a, double b, Throwable cause) {
    return new UnsupportedCrsException(
        "(" + a + ", " + b + ") lies outside the area of " + name(), cause);
  }

  /** Equal when the axes and the datum are, whatever the names say. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Crs that
        && (epsgCode.isPresent() && that.epsgCode.isPresent()
            ? epsgCode.equals(that.epsgCode)
            : CRS.equalsIgnoreMetadata(system, that.system));
  }

  @Override
  public int hashCode() {
    return system.getCoordinateSystem().getDimension();
  }

  @Override
  public String toString() {
    return epsgCode.isPresent() ? "EPSG:" + epsgCode.getAsInt() : name();
  }
}
