package org.gramscape.geoio.vector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;

/** A geometry with attributes; values are String, Long, Double, Boolean or null. */
public record Feature(Geometry geometry, Map<String, Object> attributes) {
  public Feature {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
