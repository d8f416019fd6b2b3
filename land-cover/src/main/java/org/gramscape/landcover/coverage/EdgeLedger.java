package org.gramscape.landcover.coverage;

import java.util.ArrayList;
import java.util.List;

/**
 * Edges that were walked more often one way than the other: a border that two polygons share is
 * walked once either way, and gone.
 *
 * <p>An open-addressed table that holds what is not matched so far.
 */
final class EdgeLedger {
  private static final int ORDINATES = 4;

  /** An edge and how often it was walked from its first place to its second, less the other way. */
  record Edge(double x1, double y1, double x2, double y2, int times) {}

  private double[] edges = new double[ORDINATES << 10];

  /** 0 where the place in the table is free. */
  private int[] times = new int[1 << 10];

  private int size;

  void add(double x1, double y1, double x2, double y2) {
    if (x1 == x2 && y1 == y2) {
      return;
    }
    boolean forth = x1 < x2 || x1 == x2 && y1 < y2;
    int slot =
        forth
            ? slot(x1 + 0.0, y1 + 0.0, x2 + 0.0, y2 + 0.0)
            : slot(x2 + 0.0, y2 + 0.0, x1 + 0.0, y1 + 0.0);
    if (times[slot] == 0) {
      put(slot, forth ? x1 : x2, forth ? y1 : y2, forth ? x2 : x1, forth ? y2 : y1);
      size++;
    }
    times[slot] += forth ? 1 : -1;
    if (times[slot] == 0) {
      remove(slot);
    } else if (size > times.length / 2) {
      grow();
    }
  }

  private void put(int slot, double x1, double y1, double x2, double y2) {
    edges[ORDINATES * slot] = x1 + 0.0;
    edges[ORDINATES * slot + 1] = y1 + 0.0;
    edges[ORDINATES * slot + 2] = x2 + 0.0;
    edges[ORDINATES * slot + 3] = y2 + 0.0;
  }

  /** Where an edge is, or would be. */
  private int slot(double x1, double y1, double x2, double y2) {
    int slot = home(x1, y1, x2, y2);
    while (times[slot] != 0
        && !(edges[ORDINATES * slot] == x1
            && edges[ORDINATES * slot + 1] == y1
            && edges[ORDINATES * slot + 2] == x2
            && edges[ORDINATES * slot + 3] == y2)) {
      slot = slot + 1 & times.length - 1;
    }
    return slot;
  }

  private int home(double x1, double y1, double x2, double y2) {
    long hash = mix(mix(mix(bits(x1)) + bits(y1)) + bits(x2)) + bits(y2);
    return (int) mix(hash) & times.length - 1;
  }

  private static long bits(double ordinate) {
    return Double.doubleToLongBits(ordinate) * 0x9E3779B97F4A7C15L;
  }

  /** Stafford's variant 13 of the finalizer of MurmurHash3. */
  private static long mix(long bits) {
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return bits ^ bits >>> 31;
  }

  /** Frees a place, and moves up what stands behind because it was taken (Knuth, 6.4 R). */
  private void remove(int slot) {
    size--;
    int hole = slot;
    for (int next = slot + 1 & times.length - 1;
        times[next] != 0;
        next = next + 1 & times.length - 1) {
      int home = homeOf(next);
      boolean staysReachable =
          hole <= next ? hole < home && home <= next : hole < home || home <= next;
      if (!staysReachable) {
        System.arraycopy(edges, ORDINATES * next, edges, ORDINATES * hole, ORDINATES);
        times[hole] = times[next];
        times[next] = 0;
        hole = next;
      }
    }
    times[hole] = 0;
  }

  private int homeOf(int slot) {
    int i = ORDINATES * slot;
    return home(edges[i], edges[i + 1], edges[i + 2], edges[i + 3]);
  }

  private void grow() {
    double[] oldEdges = edges;
    int[] oldTimes = times;
    edges = new double[2 * oldEdges.length];
    times = new int[2 * oldTimes.length];
    for (int i = 0; i < oldTimes.length; i++) {
      if (oldTimes[i] != 0) {
        int from = ORDINATES * i;
        int slot = slot(oldEdges[from], oldEdges[from + 1], oldEdges[from + 2], oldEdges[from + 3]);
        System.arraycopy(oldEdges, from, edges, ORDINATES * slot, ORDINATES);
        times[slot] = oldTimes[i];
      }
    }
  }

  /** What is left, in no order. */
  List<Edge> unmatched() {
    List<Edge> left = new ArrayList<>();
    for (int slot = 0; slot < times.length; slot++) {
      if (times[slot] != 0) {
        int i = ORDINATES * slot;
        left.add(new Edge(edges[i], edges[i + 1], edges[i + 2], edges[i + 3], times[slot]));
      }
    }
    return left;
  }
}
