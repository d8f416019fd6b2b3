package org.gramscape.landcover;

import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Labels and what is near them.
 *
 * @param labels by their envelopes, in the scene's pixels
 * @param distance in the scene's pixels
 */
record LabelledGround(STRtree labels, double distance) {
  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  static LabelledGround of(Labels labels, double distance) {
    STRtree tree = new STRtree();
    for (Labels.Label label : labels.labels()) {
      tree.insert(label.geometry().getEnvelopeInternal(), label.geometry());
    }
    tree.build();
    return new LabelledGround(tree, distance);
  }

  /** Whether a label is nearer than the distance to a place in the scene's pixels. */
  boolean isNear(double column, double row) {
    Point place = GEOMETRY.createPoint(new Coordinate(column, row));
    Envelope around = new Envelope(place.getCoordinate());
    around.expandBy(distance);
    List<?> candidates = labels.query(around);
    return candidates.stream()
        .anyMatch(label -> ((Geometry) label).isWithinDistance(place, distance));
  }
}
