package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * Merges regions that are too small into the neighbour with the longest shared edge.
 *
 * <p>The smallest region goes first, again and again, until none that has a neighbour is too small.
 * Of equally small regions the first in row order goes; of equally long edges the larger neighbour
 * wins, then the first. The merged ground takes the neighbour's class, and joins every other
 * neighbour of that class. A region that has nodata on all sides stays, however small. No ground is
 * lost or gained.
 *
 * <p>A region's pixels are walked when it is the smallest, and then it at least doubles: each pixel
 * is walked at most log2(pixels of the least area) times.
 */
final class RegionMerger {
  private final Regions regions;
  private final RegionTable table;
  private final int[] labels;
  private final double minSquareMetres;
  private final double acrossMetres;
  private final double downMetres;

  /** Small regions by (area as float bits, number); what is out of date is skipped. */
  private final LongHeap smallest = new LongHeap();

  private int[] pixels = new int[64];
  private int pixelCount;
  private int[] neighbours = new int[8];
  private double[] sharedMetres = new double[8];
  private int neighbourCount;

  /** 1 + the place of a region among the neighbours, or 0. */
  private final int[] slots;

  private long merged;

  /**
   * @param acrossMetres length of a pixel's upper and lower edge
   * @param downMetres length of a pixel's side edges
   */
  RegionMerger(Regions regions, double minSquareMetres, double acrossMetres, double downMetres) {
    this.regions = regions;
    this.table = regions.table();
    this.labels = regions.labels();
    this.minSquareMetres = minSquareMetres;
    this.acrossMetres = acrossMetres;
    this.downMetres = downMetres;
    this.slots = new int[table.size()];
  }

  /** Merges in place. */
  void merge() {
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
    regions.compact(merged);
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
    walk(region);
    if (neighbourCount == 0) {
      return;
    }
    int winner = winner();
    int classValue = table.classValue(winner);
    int union = table.absorb(winner, region);
    merged++;
    for (int i = 0; i < neighbourCount; i++) {
      if (neighbours[i] != winner && table.classValue(neighbours[i]) == classValue) {
        union = table.unite(Math.min(union, neighbours[i]), Math.max(union, neighbours[i]));
      }
    }
    addIfSmall(union);
  }

  private int winner() {
    int best = 0;
    for (int i = 1; i < neighbourCount; i++) {
      int order = Double.compare(sharedMetres[i], sharedMetres[best]);
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

  /** Finds the neighbours of a region and how much edge it shares with each. */
  private void walk(int region) {
    neighbourCount = 0;
    pixelCount = 0;
    visit(table.firstPixel(region), region);
    int width = regions.width();
    for (int i = 0; i < pixelCount; i++) {
      int pixel = pixels[i];
      int column = pixel % width;
      if (column > 0) {
        look(pixel - 1, region, downMetres);
      }
      if (column < width - 1) {
        look(pixel + 1, region, downMetres);
      }
      if (pixel >= width) {
        look(pixel - width, region, acrossMetres);
      }
      if (pixel < labels.length - width) {
        look(pixel + width, region, acrossMetres);
      }
    }
    for (int i = 0; i < pixelCount; i++) {
      labels[pixels[i]] = region;
    }
    for (int i = 0; i < neighbourCount; i++) {
      slots[neighbours[i]] = 0;
    }
  }

  /** A visited pixel has a number below {@link Regions#NONE} until the walk is over. */
  private void visit(int pixel, int region) {
    if (pixelCount == pixels.length) {
      pixels = Arrays.copyOf(pixels, pixelCount * 2);
    }
    pixels[pixelCount++] = pixel;
    labels[pixel] = -2 - region;
  }

  private void look(int pixel, int region, double edgeMetres) {
    if (labels[pixel] < 0) {
      return;
    }
    int other = table.find(labels[pixel]);
    if (other == region) {
      visit(pixel, region);
    } else {
      addSharedEdge(other, edgeMetres);
    }
  }

  private void addSharedEdge(int other, double edgeMetres) {
    if (slots[other] == 0) {
      if (neighbourCount == neighbours.length) {
        neighbours = Arrays.copyOf(neighbours, neighbourCount * 2);
        sharedMetres = Arrays.copyOf(sharedMetres, neighbourCount * 2);
      }
      neighbours[neighbourCount] = other;
      sharedMetres[neighbourCount] = 0;
      slots[other] = ++neighbourCount;
    }
    sharedMetres[slots[other] - 1] += edgeMetres;
  }
}
