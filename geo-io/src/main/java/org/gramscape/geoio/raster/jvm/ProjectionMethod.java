package org.gramscape.geoio.raster.jvm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.jvm.ProjectionMethod.Parameter.Kind;

/**
 * Map projections by their code in GeoKey 3075 and their name in well-known text, with the keys of
 * their parameters (OGC 19-008r4, clause 7.4 and annex C). Where writers differ in the key that
 * they use, the one used here comes first.
 */
enum ProjectionMethod {
  TRANSVERSE_MERCATOR(
      1,
      "Transverse_Mercator",
      Parameter.angle("latitude_of_origin", 3081, 3085, 3089),
      Parameter.angle("central_meridian", 3080, 3084, 3088),
      Parameter.scale("scale_factor", 3092, 3093)),
  OBLIQUE_MERCATOR(
      3,
      "Hotine_Oblique_Mercator",
      Parameter.angle("latitude_of_center", 3089, 3081),
      Parameter.angle("longitude_of_center", 3088, 3080),
      Parameter.angle("azimuth", 3094),
      Parameter.angle("rectified_grid_angle", 3096),
      Parameter.scale("scale_factor", 3093, 3092)),
  MERCATOR_2SP(
      7,
      "Mercator_2SP",
      Parameter.angle("standard_parallel_1", 3078),
      Parameter.angle("central_meridian", 3080, 3084, 3088)),
  MERCATOR_1SP(
      7,
      "Mercator_1SP",
      Parameter.angle("central_meridian", 3080, 3084, 3088),
      Parameter.scale("scale_factor", 3092, 3093)),
  LAMBERT_CONFORMAL_CONIC_2SP(
      8,
      "Lambert_Conformal_Conic_2SP",
      Parameter.angle("latitude_of_origin", 3085, 3081, 3089),
      Parameter.angle("central_meridian", 3084, 3080, 3088),
      Parameter.angle("standard_parallel_1", 3078),
      Parameter.angle("standard_parallel_2", 3079)),
  LAMBERT_CONFORMAL_CONIC_1SP(
      9,
      "Lambert_Conformal_Conic_1SP",
      Parameter.angle("latitude_of_origin", 3081, 3085, 3089),
      Parameter.angle("central_meridian", 3080, 3084, 3088),
      Parameter.scale("scale_factor", 3092, 3093)),
  LAMBERT_AZIMUTHAL_EQUAL_AREA(
      10,
      "Lambert_Azimuthal_Equal_Area",
      Parameter.angle("latitude_of_center", 3089, 3081, 3085),
      Parameter.angle("longitude_of_center", 3088, 3080, 3084)),
  ALBERS(
      11,
      "Albers_Conic_Equal_Area",
      Parameter.angle("latitude_of_center", 3081, 3085, 3089),
      Parameter.angle("longitude_of_center", 3080, 3084, 3088),
      Parameter.angle("standard_parallel_1", 3078),
      Parameter.angle("standard_parallel_2", 3079)),
  AZIMUTHAL_EQUIDISTANT(
      12,
      "Azimuthal_Equidistant",
      Parameter.angle("latitude_of_center", 3089, 3081, 3085),
      Parameter.angle("longitude_of_center", 3088, 3080, 3084)),
  /** Of true scale at a latitude of its own. */
  POLAR_STEREOGRAPHIC_B(
      15,
      "Polar Stereographic (variant B)",
      Parameter.angle("standard_parallel_1", 3081),
      Parameter.angle("central_meridian", 3095, 3080, 3084)),
  POLAR_STEREOGRAPHIC(
      15,
      "Polar_Stereographic",
      Parameter.angle("latitude_of_origin", 3081),
      Parameter.angle("central_meridian", 3095, 3080, 3084),
      Parameter.scale("scale_factor", 3092, 3093)),
  OBLIQUE_STEREOGRAPHIC(
      16,
      "Oblique_Stereographic",
      Parameter.angle("latitude_of_origin", 3081, 3085, 3089),
      Parameter.angle("central_meridian", 3080, 3084, 3088),
      Parameter.scale("scale_factor", 3092, 3093)),
  CASSINI_SOLDNER(
      18,
      "Cassini_Soldner",
      Parameter.angle("latitude_of_origin", 3081, 3085, 3089),
      Parameter.angle("central_meridian", 3080, 3084, 3088));

  /**
   * A parameter.
   *
   * @param name in well-known text
   * @param keys that hold it
   */
  record Parameter(String name, Kind kind, int... keys) {
    enum Kind {
      ANGLE,
      SCALE,
      LENGTH
    }

    static Parameter angle(String name, int... keys) {
      return new Parameter(name, Kind.ANGLE, keys);
    }

    static Parameter scale(String name, int... keys) {
      return new Parameter(name, Kind.SCALE, keys);
    }

    /** What holds where a file does not say. */
    double missing() {
      return kind == Kind.SCALE ? 1 : 0;
    }
  }

  private static final List<Parameter> FALSE_ORIGIN =
      List.of(
          new Parameter("false_easting", Kind.LENGTH, 3082, 3086, 3090),
          new Parameter("false_northing", Kind.LENGTH, 3083, 3087, 3091));

  private final int code;
  private final String wktName;
  private final List<Parameter> own;

  ProjectionMethod(int code, String wktName, Parameter... own) {
    this.code = code;
    this.wktName = wktName;
    this.own = List.of(own);
  }

  /** The method of a file's keys. */
  static Optional<ProjectionMethod> of(GeoKeys keys) {
    int code = keys.code(GeoKeys.PROJECTION_METHOD);
    return Arrays.stream(values())
        .filter(method -> method.code == code)
        .filter(method -> method != MERCATOR_2SP || keys.values().containsKey(3078))
        .filter(
            method ->
                method != POLAR_STEREOGRAPHIC_B || Math.abs(keys.number(3081).orElse(90)) != 90)
        .findFirst();
  }

  /** The method of a name in well-known text. */
  static Optional<ProjectionMethod> of(String wktName) {
    return Arrays.stream(values()).filter(method -> method.wktName.equals(wktName)).findFirst();
  }

  int code() {
    return code;
  }

  String wktName() {
    return wktName;
  }

  /** Its parameters, the false origin last. */
  List<Parameter> parameters() {
    return Stream.concat(own.stream(), FALSE_ORIGIN.stream()).toList();
  }
}
