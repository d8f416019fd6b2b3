package org.gramscape.geoio.raster.jvm;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.metadata.IIOMetadata;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.coverage.grid.io.imageio.geotiff.CRS2GeoTiffMetadataAdapter;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoKeyEntry;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffException;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffIIOMetadataDecoder;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffIIOMetadataEncoder;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffMetadata2CRSAdapter;
import org.geotools.referencing.wkt.Formattable;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;
import org.w3c.dom.Node;

/** A CRS in GeoKeys: by its EPSG code, or by its parameters if it has none. */
final class CrsKeys {
  /** How ArcGIS says in a citation what keys cannot. */
  private static final String ESRI_TEXT = "ESRI PE String = ";

  private static final Map<Integer, String> LINEAR_UNITS =
      Map.of(GeoKeys.METRE, "metre", 9002, "foot", 9003, "US survey foot");

  /** Transverse Mercator, Mercator, Lambert conformal conic with two parallels, Albers. */
  private static final Set<Integer> METHODS = Set.of(1, 7, 8, 11);

  /** What ERDAS Imagine writes into a citation, and nowhere else. */
  private static final Pattern IMAGINE_FEET =
      Pattern.compile("units\\s*=[^\\n]*f(ee|oo)t", Pattern.CASE_INSENSITIVE);

  private CrsKeys() {}

  /**
   * Finds the CRS.
   *
   * @throws UnsupportedCrsException saying why there is none, and what to do
   */
  static Crs read(GeoKeys keys) throws UnsupportedCrsException {
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
      return byParameters(keys);
    }
    int geodetic = keys.code(GeoKeys.GEODETIC_CRS);
    if (isKnown(geodetic) && keys.code(GeoKeys.MODEL_TYPE) != GeoKeys.PROJECTED_MODEL) {
      return Crs.epsg(geodetic);
    }
    throw geodetic == GeoKeys.USER_DEFINED
        ? notUnderstood("longitudes and latitudes on a datum of its own", null)
        : new UnsupportedCrsException(
            "it has no CRS on Earth; gdal_translate -a_srs EPSG:CODE IN OUT gives it one");
  }

  /** What follows the first bracket's end is a vertical CRS. */
  private static Crs byText(String text) throws UnsupportedCrsException {
    int end = 0;
    for (int depth = 0; end < text.length() && (depth > 0 || end <= text.indexOf('[')); end++) {
      depth += text.charAt(end) == '[' ? 1 : text.charAt(end) == ']' ? -1 : 0;
    }
    try {
      return Crs.wkt(text.substring(0, end));
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

  /** GeoTools goes wrong on other projections, and on false eastings that are not in metres. */
  private static void requireTrustworthy(GeoKeys keys) throws UnsupportedCrsException {
    int projection = keys.code(GeoKeys.PROJECTION);
    boolean utm = projection > 16000 && projection <= 16160;
    int method = keys.code(GeoKeys.PROJECTION_METHOD);
    if (!utm && (projection != GeoKeys.USER_DEFINED || !METHODS.contains(method))) {
      throw notUnderstood("projection " + projection + ", method " + method, null);
    }
    int unit = keys.code(GeoKeys.PROJECTED_LINEAR_UNIT);
    Object size = keys.values().get(GeoKeys.PROJECTED_LINEAR_UNIT_SIZE);
    boolean metre =
        unit == 0
            || unit == GeoKeys.METRE
            || (unit == GeoKeys.USER_DEFINED && Double.valueOf(1).equals(size));
    if (!metre) {
      throw notUnderstood("unit " + unit, null);
    }
  }

  private static Crs byParameters(GeoKeys keys) throws UnsupportedCrsException {
    requireTrustworthy(keys);
    GeoTiffIIOMetadataEncoder encoder = new GeoTiffIIOMetadataEncoder();
    keys.values()
        .forEach(
            (key, value) -> {
              if (value instanceof Integer code) {
                encoder.addGeoShortParam(key, code);
              } else if (value instanceof Double number) {
                encoder.addGeoDoubleParam(key, number);
              } else {
                encoder.addGeoAscii(key, value.toString());
              }
            });
    try {
      CoordinateReferenceSystem crs =
          new GeoTiffMetadata2CRSAdapter(null)
              .createCoordinateSystem(
                  new GeoTiffIIOMetadataDecoder(new Tree(encoder.createRootTree())));
      return Crs.wkt(((Formattable) crs).toWKT(Formattable.SINGLE_LINE));
    } catch (Exception e) { // GeoTools declares no narrower one
      throw notUnderstood(e.getMessage(), e);
    }
  }

  /** GeoKeys in the clothes of a TIFF reader's metadata. */
  private static final class Tree extends IIOMetadata {
    private final Node root;

    Tree(Node root) {
      super(true, "geotiff", null, null, null);
      this.root = root;
    }

    @Override
    public boolean isReadOnly() {
      return true;
    }

    @Override
    public Node getAsTree(String format) {
      return root;
    }

    @Override
    public void mergeTree(String format, Node tree) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException();
    }
  }

  /**
   * Adds the keys of a CRS.
   *
   * @throws UnsupportedCrsException if the CRS has no EPSG code and could not be read back right
   */
  static void write(Crs crs, GeoKeys keys) throws UnsupportedCrsException {
    OptionalInt code = crs.epsgCode();
    if (code.isEmpty()) {
      writeParameters(crs, keys);
    } else if (crs.isGeographic()) {
      keys.values().put(GeoKeys.MODEL_TYPE, GeoKeys.GEOGRAPHIC_MODEL);
      keys.values().put(GeoKeys.GEODETIC_CRS, code.getAsInt());
    } else {
      keys.values().put(GeoKeys.MODEL_TYPE, GeoKeys.PROJECTED_MODEL);
      keys.values().put(GeoKeys.PROJECTED_CRS, code.getAsInt());
    }
    keys.values().put(GeoKeys.CITATION, crs.name());
  }

  private static void writeParameters(Crs crs, GeoKeys keys) throws UnsupportedCrsException {
    try {
      GeoTiffIIOMetadataEncoder encoder =
          new CRS2GeoTiffMetadataAdapter(crs.toGeoTools()).parseCoordinateReferenceSystem();
      // Entry 0 is the directory's header.
      for (int i = 1; i < encoder.getNumGeoKeyEntries(); i++) {
        GeoKeyEntry entry = encoder.getGeoKeyEntryAt(i);
        int id = entry.getKeyID();
        Object value =
            switch (entry.getTiffTagLocation()) {
              case 0 -> (Object) entry.getValueOffset();
              case TiffTag.GEO_DOUBLE_PARAMS -> encoder.getGeoDoubleParam(id);
              default -> encoder.getGeoAsciiParam(id).replace("|", "");
            };
        keys.values().put(id, value);
      }
      requireTrustworthy(keys);
    } catch (GeoTiffException | UnsupportedCrsException | RuntimeException e) {
      throw new UnsupportedCrsException(
          "the CRS \""
              + crs.name()
              + "\" has no EPSG code and is of a kind that cannot be written to GeoTIFF without"
              + " one; bring the scene into one that has, for example with"
              + " gdalwarp -t_srs EPSG:32617 IN OUT",
          e);
    }
  }
}
