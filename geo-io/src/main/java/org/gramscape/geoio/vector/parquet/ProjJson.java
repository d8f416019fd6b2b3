package org.gramscape.geoio.vector.parquet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.measure.Unit;
import javax.measure.quantity.Length;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.api.referencing.IdentifiedObject;
import org.geotools.api.referencing.ReferenceIdentifier;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.crs.ProjectedCRS;
import org.geotools.api.referencing.datum.Ellipsoid;
import org.geotools.api.referencing.datum.GeodeticDatum;
import org.geotools.api.referencing.operation.OperationMethod;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;
import si.uom.NonSI;
import si.uom.SI;
import tech.units.indriya.AbstractUnit;

/**
 * A CRS as PROJJSON 0.7, the form that GeoParquet wants; methods and parameters by EPSG's names.
 */
final class ProjJson {
  private static final String SCHEMA = "https://proj.org/schemas/v0.7/projjson.schema.json";
  private static final int WGS_84 = 4326;
  private static final String EPSG = "EPSG";

  /** What GeoTools has as parameters of the projection, and PROJ as the ellipsoid's. */
  private static final Set<String> OF_ELLIPSOID = Set.of("semi-major axis", "semi-minor axis");

  private static final int HOTINE_VARIANT_B = 9815;

  /** EPSG's codes of the method whose parameters GeoTools calls as those of others. */
  private static final Map<String, Integer> PARAMETERS_OF_VARIANT_B =
      Map.of(
          "Latitude of projection centre", 8811,
          "Longitude of projection centre", 8812,
          "Azimuth at projection centre", 8813,
          "Angle from Rectified to Skew Grid", 8814,
          "Scale factor at natural origin", 8815,
          "False easting", 8816,
          "False northing", 8817);

  private final ObjectMapper mapper = new ObjectMapper();
  private final Crs crs;

  private ProjJson(Crs crs) {
    this.crs = crs;
  }

  /**
   * The text; "" for longitude and latitude on WGS 84.
   *
   * @throws UnsupportedCrsException if the CRS is neither geographic nor projected by a method that
   *     EPSG names
   */
  static String of(Crs crs) throws UnsupportedCrsException {
    if (crs.epsgCode().isPresent() && crs.epsgCode().getAsInt() == WGS_84) {
      return "";
    }
    return new ProjJson(crs).write();
  }

  private String write() throws UnsupportedCrsException {
    CoordinateReferenceSystem system = crs.toGeoTools();
    ObjectNode node;
    if (system instanceof ProjectedCRS projected) {
      node = projected(projected);
    } else if (system instanceof GeographicCRS geographic) {
      node = geographic(geographic);
    } else {
      throw unsupported(system.getClass().getSimpleName());
    }
    node.put("$schema", SCHEMA);
    crs.epsgCode().ifPresent(code -> putId(node, code));
    return node.toString();
  }

  private UnsupportedCrsException unsupported(String what) {
    return new UnsupportedCrsException(
        "GeoParquet can't say the CRS %s (%s); write .gpkg".formatted(crs, what));
  }

  private static void putId(ObjectNode node, int code) {
    node.putObject("id").put("authority", EPSG).put("code", code);
  }

  private ObjectNode geographic(GeographicCRS system) {
    ObjectNode node = mapper.createObjectNode();
    node.put("type", "GeographicCRS");
    node.put("name", system.getName().getCode());
    GeodeticDatum datum = system.getDatum();
    ObjectNode frame = node.putObject("datum");
    frame.put("type", "GeodeticReferenceFrame");
    frame.put("name", datum.getName().getCode());
    Ellipsoid ellipsoid = datum.getEllipsoid();
    ObjectNode shape = frame.putObject("ellipsoid");
    shape.put("name", ellipsoid.getName().getCode());
    double metres = metres(ellipsoid.getAxisUnit());
    shape.put("semi_major_axis", ellipsoid.getSemiMajorAxis() * metres);
    if (ellipsoid.isSphere()) {
      shape.put("semi_minor_axis", ellipsoid.getSemiMinorAxis() * metres);
    } else {
      shape.put("inverse_flattening", ellipsoid.getInverseFlattening());
    }
    double meridian = datum.getPrimeMeridian().getGreenwichLongitude();
    if (meridian != 0) {
      ObjectNode prime = frame.putObject("prime_meridian");
      prime.put("name", datum.getPrimeMeridian().getName().getCode());
      prime.put("longitude", meridian);
    }
    ArrayNode axes = axes(node, "ellipsoidal");
    putAxis(axes, "Geodetic longitude", "Lon", "east", "degree");
    putAxis(axes, "Geodetic latitude", "Lat", "north", "degree");
    return node;
  }

  private static ArrayNode axes(ObjectNode system, String subtype) {
    ObjectNode node = system.putObject("coordinate_system");
    node.put("subtype", subtype);
    return node.putArray("axis");
  }

  private static ObjectNode putAxis(
      ArrayNode axes, String name, String abbreviation, String direction, String unit) {
    ObjectNode axis = axes.addObject();
    axis.put("name", name);
    axis.put("abbreviation", abbreviation);
    axis.put("direction", direction);
    axis.put("unit", unit);
    return axis;
  }

  private ObjectNode projected(ProjectedCRS system) throws UnsupportedCrsException {
    ObjectNode node = mapper.createObjectNode();
    node.put("type", "ProjectedCRS");
    node.put("name", system.getName().getCode());
    node.set("base_crs", geographic((GeographicCRS) system.getBaseCRS()));
    OperationMethod method = system.getConversionFromBase().getMethod();
    ObjectNode conversion = node.putObject("conversion");
    conversion.put("name", system.getConversionFromBase().getName().getCode());
    name(conversion.putObject("method"), method);
    ArrayNode parameters = conversion.putArray("parameters");
    for (GeneralParameterValue value :
        system.getConversionFromBase().getParameterValues().values()) {
      ParameterValue<?> parameter = (ParameterValue<?>) value;
      Optional<String> name = epsgName(parameter.getDescriptor());
      if (name.isPresent() && !OF_ELLIPSOID.contains(name.get())) {
        ObjectNode entry = parameters.addObject();
        add(entry, parameter);
        if (conversion.path("method").path("id").path("code").asInt() == HOTINE_VARIANT_B) {
          putId(entry, PARAMETERS_OF_VARIANT_B.get(name.get()));
        }
      }
    }
    ArrayNode axes = axes(node, "Cartesian");
    Unit<?> unit = system.getCoordinateSystem().getAxis(0).getUnit();
    putUnit(putAxis(axes, "Easting", "E", "east", "metre"), unit);
    putUnit(putAxis(axes, "Northing", "N", "north", "metre"), unit);
    return node;
  }

  private void add(ObjectNode node, ParameterValue<?> parameter) throws UnsupportedCrsException {
    name(node, parameter.getDescriptor());
    Unit<?> unit = parameter.getUnit();
    node.put("value", parameter.doubleValue());
    if (unit == null || unit.equals(AbstractUnit.ONE)) {
      node.put("unit", "unity");
    } else if (unit.equals(NonSI.DEGREE_ANGLE)) {
      node.put("unit", "degree");
    } else if (unit.isCompatible(SI.METRE)) {
      node.put("unit", "metre");
      putUnit(node, unit);
    } else {
      node.put("value", parameter.doubleValue(NonSI.DEGREE_ANGLE));
      node.put("unit", "degree");
    }
  }

  /** Other units than metres, by how many of these they are. */
  private static void putUnit(ObjectNode node, Unit<?> unit) {
    double metres = metres(unit);
    if (metres != 1) {
      ObjectNode other = node.putObject("unit");
      other.put("type", "LinearUnit");
      other.put("name", unit.toString());
      other.put("conversion_factor", metres);
    }
  }

  private static double metres(Unit<?> unit) {
    return unit.asType(Length.class).getConverterTo(SI.METRE).convert(1.0);
  }

  private void name(ObjectNode node, IdentifiedObject object) throws UnsupportedCrsException {
    node.put("name", epsgName(object).orElseThrow(() -> unsupported(object.getName().getCode())));
    object.getIdentifiers().stream()
        .filter(id -> EPSG.equals(id.getCodeSpace()))
        .findFirst()
        .ifPresent(id -> putId(node, Integer.parseInt(id.getCode())));
  }

  private static Optional<String> epsgName(IdentifiedObject object) {
    return Stream.concat(Stream.of(object.getName()), object.getAlias().stream())
        .filter(name -> name instanceof ReferenceIdentifier id && EPSG.equals(id.getCodeSpace()))
        .map(name -> ((ReferenceIdentifier) name).getCode())
        .findFirst();
  }
}
