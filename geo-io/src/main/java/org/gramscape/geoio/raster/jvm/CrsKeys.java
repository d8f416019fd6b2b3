package org.gramscape.geoio.raster.jvm;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.Unreadable;

/** Finds the CRS of GeoKeys: by its EPSG code, or by its parameters if it has none. */
final class CrsKeys {
  /** How ArcGIS says in a citation what keys cannot. */
  private static final String ESRI_TEXT = "ESRI PE String = ";

  private static final Map<Integer, String> LINEAR_UNITS =
      Map.of(GeoKeys.METRE, "metre", 9002, "foot", 9003, "US survey foot");

  /** Metres by code of a unit; no code means metres. */
  static final Map<Integer, Double> UNIT_METRES =
      Map.of(0, 1.0, GeoKeys.METRE, 1.0, 9002, 0.3048, 9003, 1200.0 / 3937);

  /** What ERDAS Imagine writes into a citation, and nowhere else. */
  private static final Pattern IMAGINE_FEET =
      Pattern.compile("units\\s*=[^\\n]*f(ee|oo)t", Pattern.CASE_INSENSITIVE);

  private CrsKeys() {}

  /**
   * Finds the CRS.
   *
   * @param file its name, for messages
   * @throws UnsupportedCrsException saying why there is none, and what to do
   */
  static Crs read(String file, GeoKeys keys) throws UnsupportedCrsException {
    int projected = keys.code(GeoKeys.PROJECTED_CRS);
    if (isKnown(projected)) {
      Crs crs = Crs.epsg(projected);
      requireSameUnit(keys, crs);
      return crs;
    }
    for (Object value : keys.values().values()) {
      if (value instanceof String citation && citation.startsWith(ESRI_TEXT)) {
        // ArcGIS's name for web Mercator, which GeoTools takes for the ellipsoidal one.
        return citation.contains("Mercator_Auxiliary_Sphere")
            ? Crs.epsg(3857)
            : byText(citation.substring(ESRI_TEXT.length()));
      }
    }
    if (projected == GeoKeys.USER_DEFINED) {
      return wkt(projectedText(keys));
    }
    if (keys.code(GeoKeys.GEODETIC_CRS) != 0
        && keys.code(GeoKeys.MODEL_TYPE) != GeoKeys.PROJECTED_MODEL) {
      return geodetic(keys);
    }
    throw new UnsupportedCrsException(Unreadable.noCrs(file));
  }

  /** What follows the first bracket's end is a vertical CRS. */
  private static Crs byText(String text) throws UnsupportedCrsException {
    int end = 0;
    for (int depth = 0; end < text.length() && (depth > 0 || end <= text.indexOf('[')); end++) {
      depth += text.charAt(end) == '[' ? 1 : text.charAt(end) == ']' ? -1 : 0;
    }
    return wkt(text.substring(0, end));
  }

  private static Crs wkt(String text) throws UnsupportedCrsException {
    try {
      return Crs.wkt(text);
    } catch (UnsupportedCrsException e) {
      throw notUnderstood(e.getMessage(), e);
    }
  }

  private static boolean isKnown(int code) {
    return code != 0 && code != GeoKeys.USER_DEFINED;
  }

  /** Some files combine a code with a unit that is not the code's. */
  private static void requireSameUnit(GeoKeys keys, Crs crs) throws UnsupportedCrsException {
    int code = keys.code(GeoKeys.PROJECTED_LINEAR_UNIT);
    String unit = code == 0 ? crs.unit() : LINEAR_UNITS.getOrDefault(code, "unit " + code);
    if (IMAGINE_FEET.matcher(String.valueOf(keys.values().get(GeoKeys.CITATION))).find()) {
      unit = "foot";
    }
    if (!unit.equals(crs.unit())) {
      throw new UnsupportedCrsException(
          "its CRS %s is in the unit %s, but it says that its unit is %s;"
                  .formatted(crs, crs.unit(), unit)
              + " gdal_translate -a_srs EPSG:CODE IN OUT gives it the right CRS");
    }
  }

  private static UnsupportedCrsException notUnderstood(String what, Exception cause) {
    return new UnsupportedCrsException(
        "its CRS is not one of EPSG but given by parameters that only GDAL understands ("
            + what
            + "); gdal_translate -a_srs EPSG:CODE IN OUT gives it one of EPSG",
        cause);
  }

  /** Longitudes and latitudes, by code or by the code of their datum. */
  private static Crs geodetic(GeoKeys keys) throws UnsupportedCrsException {
    int code = keys.code(GeoKeys.GEODETIC_CRS);
    int datum = keys.code(GeoKeys.GEODETIC_DATUM);
    int unit = keys.code(GeoKeys.ANGULAR_UNIT);
    double degrees = Math.toDegrees(keys.number(GeoKeys.ANGULAR_UNIT_SIZE).orElse(0));
    boolean inDegrees =
        unit == 0
            || unit == GeoKeys.DEGREE
            || unit == GeoKeys.DEGREE_OF_SUPPLIER
            || unit == GeoKeys.USER_DEFINED && Math.abs(degrees - 1) < 1e-12;
    boolean greenwich =
        keys.number(GeoKeys.PRIME_MERIDIAN_LONGITUDE).orElse(0) == 0
            && Set.of(0, GeoKeys.GREENWICH, GeoKeys.USER_DEFINED)
                .contains(keys.code(GeoKeys.PRIME_MERIDIAN));
    if (isKnown(code)) {
      return Crs.epsg(code);
    }
    if (!inDegrees || !greenwich) {
      throw notUnderstood("longitudes and latitudes not in degrees from Greenwich", null);
    }
    if (isKnown(datum)) {
      // The code of a datum follows that of its longitudes and latitudes by 2000.
      return Crs.epsg(datum - 2000);
    }
    // A datum that nobody names is taken for WGS 84's if its ellipsoid is; their difference is a
    // tenth of a millimetre.
    boolean likeWgs84 =
        keys.number(GeoKeys.SEMI_MAJOR_AXIS).orElse(0) == 6378137
            && Math.abs(keys.number(GeoKeys.INVERSE_FLATTENING).orElse(0) - 298.257223) < 1e-5;
    if (likeWgs84) {
      return Crs.epsg(4326);
    }
    throw notUnderstood("longitudes and latitudes on a datum of its own", null);
  }

  /** Well-known text of what the keys of a projection say. */
  private static String projectedText(GeoKeys keys) throws UnsupportedCrsException {
    Crs base = geodetic(keys);
    int projection = keys.code(GeoKeys.PROJECTION);
    if (projection > 16000 && projection <= 16160 && projection % 100 >= 1) {
      return utm(base, projection % 100, projection > 16100);
    }
    ProjectionMethod method =
        ProjectionMethod.of(keys)
            .filter(known -> projection == 0 || projection == GeoKeys.USER_DEFINED)
            .orElseThrow(
                () ->
                    notUnderstood(
                        "projection "
                            + projection
                            + ", method "
                            + keys.code(GeoKeys.PROJECTION_METHOD),
                        null));
    int unit = keys.code(GeoKeys.PROJECTED_LINEAR_UNIT);
    double metres =
        keys.number(GeoKeys.PROJECTED_LINEAR_UNIT_SIZE)
            .orElse(UNIT_METRES.getOrDefault(unit, Double.NaN));
    if (!(metres > 0)) {
      throw notUnderstood("unit " + unit, null);
    }
    StringBuilder text = new StringBuilder("PROJCS[\"" + name(keys) + "\"," + base.wkt());
    text.append(",PROJECTION[\"" + method.wktName() + "\"]");
    for (ProjectionMethod.Parameter parameter : method.parameters()) {
      double value = keys.number(parameter.keys()).orElse(parameter.missing());
      text.append(",PARAMETER[\"" + parameter.name() + "\"," + value + "]");
    }
    return text.append(",UNIT[\"unit\"," + metres + "]]").toString();
  }

  private static String name(GeoKeys keys) {
    Object name = keys.values().getOrDefault(GeoKeys.PROJECTED_CITATION, "unnamed");
    return name.toString().replaceAll("[\"\\[\\]\\p{Cntrl}]", " ").strip();
  }

  private static String utm(Crs base, int zone, boolean south) {
    return ("PROJCS[\"UTM zone %d\",%s,PROJECTION[\"Transverse_Mercator\"],"
            + "PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",%d],"
            + "PARAMETER[\"scale_factor\",0.9996],PARAMETER[\"false_easting\",500000],"
            + "PARAMETER[\"false_northing\",%d],UNIT[\"metre\",1]]")
        .formatted(zone, base.wkt(), 6 * zone - 183, south ? 10_000_000 : 0);
  }
}
