package org.gramscape.geoio.raster.jvm;

import java.util.Map;
import java.util.OptionalInt;
import javax.measure.Unit;
import javax.measure.quantity.Length;
import org.geotools.api.parameter.ParameterValueGroup;
import org.geotools.api.referencing.ReferenceIdentifier;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.crs.ProjectedCRS;
import org.geotools.api.referencing.datum.Ellipsoid;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.UnsupportedCrsException;
import si.uom.NonSI;
import si.uom.SI;

/** Writes a CRS as GeoKeys that {@link CrsKeys} reads back to the same. */
final class CrsKeysWriter {
  /** A centimetre: datums that are taken for each other differ by millimetres. */
  private static final double SAME_DEGREES = 1e-7;

  private CrsKeysWriter() {}

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
      if (crs.toGeoTools() instanceof ProjectedCRS projected) {
        keys.values().put(GeoKeys.MODEL_TYPE, GeoKeys.PROJECTED_MODEL);
        writeGeodetic(projected.getBaseCRS(), keys);
        writeProjection(projected, keys);
      } else {
        keys.values().put(GeoKeys.MODEL_TYPE, GeoKeys.GEOGRAPHIC_MODEL);
        writeGeodetic((GeographicCRS) crs.toGeoTools(), keys);
      }
      if (isSameGround(CrsKeys.read("", keys), crs)) {
        return;
      }
    } catch (UnsupportedCrsException | RuntimeException e) {
      throw cannotWrite(crs, e);
    }
    throw cannotWrite(crs, null);
  }

  /** Whether places of one are those of the other; parameters may differ in their last digits. */
  private static boolean isSameGround(Crs a, Crs b) throws UnsupportedCrsException {
    double x = 0;
    double y = 0;
    double step = 10;
    if (b.toGeoTools() instanceof ProjectedCRS projected) {
      ParameterValueGroup values = projected.getConversionFromBase().getParameterValues();
      Unit<?> unit = projected.getCoordinateSystem().getAxis(0).getUnit();
      x = values.parameter("false_easting").doubleValue(unit);
      y = values.parameter("false_northing").doubleValue(unit);
      step = 100_000;
    }
    for (int i = -1; i <= 2; i++) {
      LonLat ours = a.toLonLat(x + i * step, y + i * step / 2);
      LonLat theirs = b.toLonLat(x + i * step, y + i * step / 2);
      if (Math.abs(ours.longitude() - theirs.longitude()) > SAME_DEGREES
          || Math.abs(ours.latitude() - theirs.latitude()) > SAME_DEGREES) {
        return false;
      }
    }
    return a.unit().equals(b.unit());
  }

  private static UnsupportedCrsException cannotWrite(Crs crs, Exception cause) {
    return new UnsupportedCrsException(
        "the CRS \""
            + crs.name()
            + "\" has no EPSG code and is of a kind that cannot be written to GeoTIFF without"
            + " one; bring the scene into one that has, for example with"
            + " gdalwarp -t_srs EPSG:32617 IN OUT",
        cause);
  }

  private static void writeGeodetic(GeographicCRS base, GeoKeys keys) {
    Ellipsoid ellipsoid = base.getDatum().getEllipsoid();
    OptionalInt datum = epsgCode(base.getDatum().getIdentifiers());
    keys.values().put(GeoKeys.GEODETIC_CRS, GeoKeys.USER_DEFINED);
    epsgCode(base.getIdentifiers())
        .ifPresent(code -> keys.values().put(GeoKeys.GEODETIC_CRS, code));
    keys.values().put(GeoKeys.GEODETIC_DATUM, datum.orElse(GeoKeys.USER_DEFINED));
    keys.values().put(GeoKeys.ANGULAR_UNIT, GeoKeys.DEGREE);
    keys.values().put(GeoKeys.SEMI_MAJOR_AXIS, ellipsoid.getSemiMajorAxis());
    keys.values().put(GeoKeys.INVERSE_FLATTENING, ellipsoid.getInverseFlattening());
  }

  private static OptionalInt epsgCode(Iterable<ReferenceIdentifier> names) {
    for (var name : names) {
      if ("EPSG".equals(name.getCodeSpace()) && name.getCode().matches("\\d{1,5}")) {
        return OptionalInt.of(Integer.parseInt(name.getCode()));
      }
    }
    return OptionalInt.empty();
  }

  private static void writeProjection(ProjectedCRS crs, GeoKeys keys) {
    ParameterValueGroup values = crs.getConversionFromBase().getParameterValues();
    ProjectionMethod method =
        ProjectionMethod.of(values.getDescriptor().getName().getCode()).orElseThrow();
    Unit<?> unit = crs.getCoordinateSystem().getAxis(0).getUnit();
    double metres = unit.asType(Length.class).getConverterTo(SI.METRE).convert(1);
    keys.values().put(GeoKeys.PROJECTED_CRS, GeoKeys.USER_DEFINED);
    keys.values().put(GeoKeys.PROJECTED_CITATION, crs.getName().getCode());
    keys.values().put(GeoKeys.PROJECTION, GeoKeys.USER_DEFINED);
    keys.values().put(GeoKeys.PROJECTION_METHOD, method.code());
    int code =
        CrsKeys.UNIT_METRES.entrySet().stream()
            .filter(known -> known.getKey() != 0 && Math.abs(known.getValue() - metres) < 1e-12)
            .mapToInt(Map.Entry::getKey)
            .findFirst()
            .orElse(GeoKeys.USER_DEFINED);
    keys.values().put(GeoKeys.PROJECTED_LINEAR_UNIT, code);
    if (code == GeoKeys.USER_DEFINED) {
      keys.values().put(GeoKeys.PROJECTED_LINEAR_UNIT_SIZE, metres);
    }
    for (ProjectionMethod.Parameter parameter : method.parameters()) {
      var value = values.parameter(parameter.name());
      double number =
          switch (parameter.kind()) {
            case ANGLE -> value.doubleValue(NonSI.DEGREE_ANGLE);
            case LENGTH -> value.doubleValue(unit);
            case SCALE -> value.doubleValue();
          };
      keys.values().put(parameter.keys()[0], number);
    }
  }
}
