package org.gramscape.canopy.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;

/**
 * The pixels whose centre lies in a polygon, row after row.
 *
 * <p>Polygons that share an edge share no pixel and leave none out: where an edge crosses a row
 * does not depend on its direction, and a centre on an edge belongs to what lies right of it.
 */
final class PolygonRows {
  private final double[][] edges;
  private final List<double[]> active = new ArrayList<>();
  private int next;
  private double[] crossings = new double[16];

  /**
   * @param polygon in pixels; of one or more parts, with or without holes
   */
  PolygonRows(Geometry polygon) {
    List<double[]> found = new ArrayList<>();
    polygon.apply(
        (GeometryComponentFilter)
            part -> {
              if (part instanceof LineString ring) {
                ring.apply(new Edges(found));
              }
            });
    found.sort(Comparator.comparingDouble(edge -> edge[1]));
    edges = found.toArray(new double[0][]);
  }

  /** A run of pixels. */
  interface Run {
    void pixels(int fromColumn, int endColumn);
  }

  /**
   * Tells the runs of a row; rows are asked for from top to bottom.
   *
   * @param width columns that there are
   */
  void row(int row, int width, Run run) {
    double centre = row + 0.5;
    while (next < edges.length && edges[next][1] <= centre) {
      active.add(edges[next++]);
    }
    active.removeIf(edge -> edge[3] <= centre);
    if (crossings.length < active.size()) {
      crossings = new double[2 * active.size()];
    }
    int count = active.size();
    for (int i = 0; i < count; i++) {
      double[] edge = active.get(i);
      crossings[i] = edge[0] + (edge[2] - edge[0]) * ((centre - edge[1]) / (edge[3] - edge[1]));
    }
    Arrays.sort(crossings, 0, count);
    for (int i = 0; i + 1 < count; i += 2) {
      int from = Math.max(0, first(crossings[i]));
      int end = Math.min(width, first(crossings[i + 1]));
      if (from < end) {
        run.pixels(from, end);
      }
    }
  }

  /** The first pixel whose centre is at or right of a place. */
  private static int first(double column) {
    return (int) Math.max(Integer.MIN_VALUE, Math.ceil(column - 0.5));
  }

  /** Collects edges {x, y, x, y} that are not level, the upper end first. */
  private record Edges(List<double[]> found) implements CoordinateSequenceFilter {
    @Override
    public void filter(CoordinateSequence ring, int i) {
      if (i == 0) {
        return;
      }
      double[] from = {ring.getX(i - 1), ring.getY(i - 1)};
      double[] to = {ring.getX(i), ring.getY(i)};
      if (from[1] != to[1]) {
        double[] upper = from[1] < to[1] ? from : to;
        double[] lower = from[1] < to[1] ? to : from;
        found.add(new double[] {upper[0], upper[1], lower[0], lower[1]});
      }
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public boolean isGeometryChanged() {
      return false;
    }
  }
}
