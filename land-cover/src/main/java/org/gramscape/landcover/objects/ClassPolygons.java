package org.gramscape.landcover.objects;

import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSink;
import org.locationtech.jts.geom.Polygon;

/** Keeps the polygons of one class; parts that only corners join are polygons of their own. */
final class ClassPolygons implements VectorSink {
  private final long classValue;
  private final List<Polygon> polygons = new ArrayList<>();

  ClassPolygons(int classValue) {
    this.classValue = classValue;
  }

  List<Polygon> polygons() {
    return polygons;
  }

  @Override
  public void write(Feature feature) {
    if (((Long) feature.attributes().get("class")) == classValue) {
      for (int i = 0; i < feature.geometry().getNumGeometries(); i++) {
        polygons.add((Polygon) feature.geometry().getGeometryN(i));
      }
    }
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
