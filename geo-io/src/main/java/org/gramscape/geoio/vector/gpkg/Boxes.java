package org.gramscape.geoio.vector.gpkg;

import java.util.Arrays;
import org.locationtech.jts.geom.Envelope;

/** Boxes by number, as an R-tree keeps them: floats that are rounded outwards. */
final class Boxes {
  private float[] bounds = new float[4 * 256];
  private int count;

  int count() {
    return count;
  }

  void add(Envelope box) {
    add(down(box.getMinX()), up(box.getMaxX()), down(box.getMinY()), up(box.getMaxY()));
  }

  void add(float minX, float maxX, float minY, float maxY) {
    if (4 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length + bounds.length / 8 * 4);
    }
    bounds[4 * count] = minX;
    bounds[4 * count + 1] = maxX;
    bounds[4 * count + 2] = minY;
    bounds[4 * count++ + 3] = maxY;
  }

  private static float down(double value) {
    float rounded = (float) value;
    return rounded > value ? Math.nextDown(rounded) : rounded;
  }

  private static float up(double value) {
    float rounded = (float) value;
    return rounded < value ? Math.nextUp(rounded) : rounded;
  }

  float minX(int box) {
    return bounds[4 * box];
  }

  float maxX(int box) {
    return bounds[4 * box + 1];
  }

  float minY(int box) {
    return bounds[4 * box + 2];
  }

  float maxY(int box) {
    return bounds[4 * box + 3];
  }
}
