package org.gramscape.landcover.vectorize;

import java.util.Arrays;
import java.util.List;

/**
 * Merges regions that are too small into the neighbour with the longest shared edge, or, where
 * probabilities of classes are known, into that whose class is most probable on their ground.
 *
 * <p>The smallest region goes first, again and again, until none that has a neighbour is too small.
 * Of equally small regions the first in row order goes; of equally long edges the larger neighbour
 * wins, then the first; of equally probable classes the longest edge. The merged ground takes the
 * neighbour's class, and joins every other neighbour of that class. A region that has nodata on all
 * sides stays, however small. No ground is lost or gained.
 *
 * <p>A region's sides are looked at when it is the smallest, and then it at least doubles: each
 * side is looked at most log2(pixels of the least area) times.
 */
final class RegionMerger {
  private final Regions regions;
  private final RegionTable table;
  private final RegionGraph graph;
  private final double minSquareMetres;
  private final List<Integer> legend;
  private final double acrossMetres;
  private final double downMetres;

  /** Small regions by (area as float bits, number); what is out of date is skipped. */
  private final LongHeap smallest = new LongHeap();

  private int[] neighbours = new int[8];
  private int[] acrossEdges = new int[8];
  private int[] downEdges = new int[8];
  private int neighbourCount;

  /** 1 + the place of a region among the neighbours, or 0. */
  private final int[] slots;

  private long merged;

  /**
   * @param legend the classes whose probabilities are known, in their order
   * @param acrossMetres length of a pixel's upper and lower edge
   * @param downMetres length of a pixel's side edges
   */
  RegionMerger(
      Regions regions,
      double minSquareMetres,
      List<Integer> legend,
      double acrossMetres,
      double downMetres) {
    this.legend = legend;
    this.regions = regions;
    this.table = regions.table();
    this.graph = new RegionGraph(regions, minSquareMetres);
    this.minSquareMetres = minSquareMetres;
    this.acrossMetres = acrossMetres;
    this.downMetres = downMetres;
    this.slots = new int[table.size()];
  }

  /** The regions that are left; the old ones are not to be used any more. */
  Regions merge() {
    for (int region = 0; region < table.size(); region++) {
      addIfSmall(region);
    }
    while (!smallest.isEmpty()) {
      long entry = smallest.removeLeast();
      int region = (int) entry;
      if (table.find(region) == region && entry == entry(region)) {
        mergeIntoNeighbour(region);
      }
    }
    return regions.dissolve(table.compact());
  }

  /** How many regions were too small and became part of a neighbour. */
  long merged() {
    return merged;
  }

  private void addIfSmall(int region) {
    if (table.squareMetres(region) < minSquareMetres) {
      smallest.add(entry(region));
    }
  }

  private long entry(int region) {
    long bits = Float.floatToIntBits((float) table.squareMetres(region));
    return bits << 32 | region;
  }

  private void mergeIntoNeighbour(int region) {
    findNeighbours(region);
    if (neighbourCount == 0) {
      return;
    }
    int winner = winner(region);
    int classValue = table.classValue(winner);
    int union = table.absorb(winner, region);
    graph.join(union, union == winner ? region : winner);
    merged++;
    for (int i = 0; i < neighbourCount; i++) {
      int other = neighbours[i];
      if (other != winner && table.classValue(other) == classValue) {
        int into = Math.min(union, other);
        graph.join(into, Math.max(union, other));
        union = table.unite(into, Math.max(union, other));
      }
    }
    addIfSmall(union);
  }

  private int winner(int region) {
    int best = 0;
    for (int i = 1; i < neighbourCount; i++) {
      int order = Float.compare(probability(region, i), probability(region, best));
      if (order == 0) {
        order = Double.compare(sharedMetres(i), sharedMetres(best));
      }
      if (order == 0) {
        order =
            Double.compare(table.squareMetres(neighbours[i]), table.squareMetres(neighbours[best]));
      }
      if (order == 0) {
        order = Integer.compare(neighbours[best], neighbours[i]);
      }
      if (order > 0) {
        best = i;
      }
    }
    return neighbours[best];
  }

  /** Of a neighbour's class on the region's ground; 0 where nothing is known. */
  private float probability(int region, int neighbour) {
    int place = legend.indexOf(table.classValue(neighbours[neighbour]));
    return place < 0 ? 0 : table.probabilities().of(region, place);
  }

  private double sharedMetres(int neighbour) {
    return acrossEdges[neighbour] * acrossMetres + downEdges[neighbour] * downMetres;
  }

  /** Finds the neighbours of a region and how much edge it shares with each. */
  private void findNeighbours(int region) {
    neighbourCount = 0;
    int last = graph.last(region);
    if (last < 0) {
      return;
    }
    int side = last;
    do {
      side = graph.next(side);
      int other = table.find(graph.beyond(side));
      if (other != region) {
        addSharedEdge(other, side);
      }
    } while (side != last);
    for (int i = 0; i < neighbourCount; i++) {
      slots[neighbours[i]] = 0;
    }
  }

  private void addSharedEdge(int other, int side) {
    if (slots[other] == 0) {
      if (neighbourCount == neighbours.length) {
        neighbours = Arrays.copyOf(neighbours, neighbourCount * 2);
        acrossEdges = Arrays.copyOf(acrossEdges, neighbourCount * 2);
        downEdges = Arrays.copyOf(downEdges, neighbourCount * 2);
      }
      neighbours[neighbourCount] = other;
      acrossEdges[neighbourCount] = 0;
      downEdges[neighbourCount] = 0;
      slots[other] = ++neighbourCount;
    }
    acrossEdges[slots[other] - 1] += graph.acrossEdges(side);
    downEdges[slots[other] - 1] += graph.downEdges(side);
  }
}
