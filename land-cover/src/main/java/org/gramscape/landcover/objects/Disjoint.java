package org.gramscape.landcover.objects;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/** Of two outlines for each object, those that leave no ground to two objects. */
final class Disjoint {
  /** Of the smaller object's area, what rounding may make. */
  private static final double ROUNDING = 1e-9;

  private final List<Polygon> drawn = new ArrayList<>();
  private final List<Polygon> plain;
  private final STRtree index = new STRtree();

  private Disjoint(List<Polygon> plain, List<Optional<Polygon>> wanted) {
    this.plain = plain;
    for (int i = 0; i < plain.size(); i++) {
      drawn.add(wanted.get(i).orElse(plain.get(i)));
      Envelope both = new Envelope(plain.get(i).getEnvelopeInternal());
      both.expandToInclude(drawn.get(i).getEnvelopeInternal());
      index.insert(both, i);
    }
  }

  /**
   * The wanted outline where there is one and it lies on no other object, else the plain one.
   *
   * @param plain outlines that do not overlap
   */
  static List<Polygon> of(List<Polygon> plain, List<Optional<Polygon>> wanted) {
    Disjoint disjoint = new Disjoint(plain, wanted);
    Queue<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < plain.size(); i++) {
      open.add(i);
    }
    // Who goes back to plain may now lie on a neighbour's wanted outline, which is asked again.
    while (!open.isEmpty()) {
      open.addAll(disjoint.giveWay(open.remove()));
    }
    return disjoint.drawn;
  }

  /** The objects that went back to their plain outlines, so that this one is on no other. */
  private List<Integer> giveWay(int object) {
    List<Integer> changed = new ArrayList<>();
    for (Object found : index.query(drawn.get(object).getEnvelopeInternal())) {
      int other = (Integer) found;
      if (other != object && overlap(drawn.get(object), drawn.get(other))) {
        for (int each : new int[] {object, other}) {
          if (drawn.get(each) != plain.get(each)) {
            drawn.set(each, plain.get(each));
            changed.add(each);
          }
        }
      }
    }
    return changed;
  }

  private static boolean overlap(Polygon a, Polygon b) {
    return a.getEnvelopeInternal().intersects(b.getEnvelopeInternal())
        && OverlayNGRobust.overlay(a, b, OverlayNG.INTERSECTION).getArea()
            > ROUNDING * Math.min(a.getArea(), b.getArea());
  }
}
