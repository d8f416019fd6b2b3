package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gramscape.tiling.TileGrid;
import org.gramscape.tiling.TilePlan;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygonal;

/**
 * The places of a scene at which labels are sampled: a point is one; a polygon gives those points
 * of a lattice, a patch apart, that lie in it, or an interior point if there is none.
 *
 * <p>Of a polygon with more than {@value #MAX_PER_POLYGON} points some are drawn with a fixed seed.
 */
final class LabelPoints {
  static final int MAX_PER_POLYGON = 200;
  private static final long SEED = 7;

  private LabelPoints() {}

  /**
   * The points of all labels that touch the scene.
   *
   * @param patchSize side of a patch in pixels of the model
   */
  static List<LabelPoint> of(List<Labels.Label> labels, TilePlan plan, int patchSize) {
    TileGrid grid = plan.grid();
    double across = (double) grid.across().tile() / plan.tileWidth() * patchSize;
    double down = (double) grid.down().tile() / plan.tileHeight() * patchSize;
    Geometry scene =
        new GeometryFactory().toGeometry(new Envelope(0, grid.width(), 0, grid.height()));
    List<LabelPoint> points = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      Geometry geometry = labels.get(label).geometry();
      int classIndex = labels.get(label).classIndex();
      for (int part = 0; part < geometry.getNumGeometries(); part++) {
        for (Coordinate place : places(geometry.getGeometryN(part), scene, across, down)) {
          points.add(new LabelPoint(place.x, place.y, classIndex, label));
        }
      }
    }
    return points;
  }

  private static List<Coordinate> places(
      Geometry geometry, Geometry scene, double across, double down) {
    if (geometry.isEmpty()) {
      return List.of();
    }
    if (!(geometry instanceof Polygonal)) {
      Coordinate place = geometry.getCoordinate();
      boolean inside =
          place.x >= 0
              && place.y >= 0
              && place.x < scene.getEnvelopeInternal().getMaxX()
              && place.y < scene.getEnvelopeInternal().getMaxY();
      return inside ? List.of(place) : List.of();
    }
    // buffer(0) mends the self-touching rings that hand-drawn polygons have.
    Geometry visible = geometry.isValid() ? geometry : geometry.buffer(0);
    visible = visible.intersection(scene);
    if (visible.getArea() == 0) {
      return List.of();
    }
    List<Coordinate> inside = lattice(visible, across, down);
    if (inside.isEmpty()) {
      return List.of(visible.getInteriorPoint().getCoordinate());
    }
    if (inside.size() > MAX_PER_POLYGON) {
      Collections.shuffle(inside, new Random(SEED));
      return inside.subList(0, MAX_PER_POLYGON);
    }
    return inside;
  }

  private static List<Coordinate> lattice(Geometry area, double across, double down) {
    IndexedPointInAreaLocator locator = new IndexedPointInAreaLocator(area);
    Envelope envelope = area.getEnvelopeInternal();
    List<Coordinate> inside = new ArrayList<>();
    for (double row = first(envelope.getMinY(), down); row < envelope.getMaxY(); row += down) {
      for (double column = first(envelope.getMinX(), across);
          column < envelope.getMaxX();
          column += across) {
        Coordinate place = new Coordinate(column, row);
        if (locator.locate(place) == Location.INTERIOR) {
          inside.add(place);
        }
      }
    }
    return inside;
  }

  /** The first patch centre at or after {@code from}. */
  private static double first(double from, double step) {
    return (Math.ceil(from / step - 0.5) + 0.5) * step;
  }
}
