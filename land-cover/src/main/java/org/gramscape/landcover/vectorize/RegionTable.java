package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * Facts about regions in parallel arrays, and a union-find over them in which the least number
 * stands for a union.
 *
 * <p>Confidence is kept of those pixels only that the classifier itself gave the region's class;
 * heights and probabilities belong to the ground, whatever its class.
 */
final class RegionTable {
  private int size;
  private int[] parent;
  private int[] classValue;
  private double[] squareMetres;
  private int[] confidentPixels;
  private double[] confidenceSum;
  private float[] confidenceMin;
  private int[] heightPixels;
  private double[] heightSum;
  private final RegionProbabilities probabilities;

  /**
   * @param classes of how many classes probabilities are kept
   */
  RegionTable(int capacity, int classes) {
    probabilities = new RegionProbabilities(classes);
    parent = new int[capacity];
    classValue = new int[capacity];
    squareMetres = new double[capacity];
    confidentPixels = new int[capacity];
    confidenceSum = new double[capacity];
    confidenceMin = new float[capacity];
    heightPixels = new int[capacity];
    heightSum = new double[capacity];
  }

  /** A new region without ground. */
  int add(int classOfRegion) {
    if (size == parent.length) {
      resize(size + (size >> 1) + 16);
    }
    parent[size] = size;
    classValue[size] = classOfRegion;
    confidenceMin[size] = Float.POSITIVE_INFINITY;
    return size++;
  }

  private void resize(int capacity) {
    parent = Arrays.copyOf(parent, capacity);
    classValue = Arrays.copyOf(classValue, capacity);
    squareMetres = Arrays.copyOf(squareMetres, capacity);
    confidentPixels = Arrays.copyOf(confidentPixels, capacity);
    confidenceSum = Arrays.copyOf(confidenceSum, capacity);
    confidenceMin = Arrays.copyOf(confidenceMin, capacity);
    heightPixels = Arrays.copyOf(heightPixels, capacity);
    heightSum = Arrays.copyOf(heightSum, capacity);
  }

  int size() {
    return size;
  }

  /** The region that stands for the union that {@code region} is in. */
  int find(int region) {
    while (parent[region] != region) {
      parent[region] = parent[parent[region]];
      region = parent[region];
    }
    return region;
  }

  /** Joins two unions of one class; ground and confidence add up. */
  int unite(int a, int b) {
    int into = join(a, b);
    int from = into == a ? b : a;
    if (into != from) {
      confidentPixels[into] += confidentPixels[from];
      confidenceSum[into] += confidenceSum[from];
      confidenceMin[into] = Math.min(confidenceMin[into], confidenceMin[from]);
    }
    return into;
  }

  /** Gives the ground of {@code lost} to {@code winner}, whose class and confidence stay. */
  int absorb(int winner, int lost) {
    int into = join(winner, lost);
    if (into == lost) {
      classValue[into] = classValue[winner];
      confidentPixels[into] = confidentPixels[winner];
      confidenceSum[into] = confidenceSum[winner];
      confidenceMin[into] = confidenceMin[winner];
    }
    return into;
  }

  private int join(int a, int b) {
    int into = Math.min(a, b);
    int from = Math.max(a, b);
    if (into != from) {
      parent[from] = into;
      squareMetres[into] += squareMetres[from];
      heightPixels[into] += heightPixels[from];
      heightSum[into] += heightSum[from];
      probabilities.join(into, from);
    }
    return into;
  }

  void addGround(int region, double area) {
    squareMetres[region] += area;
  }

  void addConfidence(int region, float confidence) {
    confidentPixels[region]++;
    confidenceSum[region] += confidence;
    confidenceMin[region] = Math.min(confidenceMin[region], confidence);
  }

  void addHeight(int region, float height) {
    heightPixels[region]++;
    heightSum[region] += height;
  }

  /** How probable each class is on the ground of each region. */
  RegionProbabilities probabilities() {
    return probabilities;
  }

  int classValue(int region) {
    return classValue[region];
  }

  double squareMetres(int region) {
    return squareMetres[region];
  }

  /** NaN if no pixel of the region has a confidence. */
  double meanConfidence(int region) {
    return confidenceSum[region] / confidentPixels[region];
  }

  /** NaN if no pixel of the region has a confidence. */
  double minConfidence(int region) {
    return confidentPixels[region] == 0 ? Double.NaN : confidenceMin[region];
  }

  /** In metres; NaN if the height of no pixel of the region is known. */
  double meanHeight(int region) {
    return heightSum[region] / heightPixels[region];
  }

  /**
   * Drops all but the regions that stand for a union and numbers them in the order in which they
   * were added.
   *
   * @return the new number of each old region
   */
  int[] compact() {
    int[] renumbered = new int[size];
    int kept = 0;
    for (int region = 0; region < size; region++) {
      if (parent[region] != region) {
        renumbered[region] = renumbered[find(region)];
        continue;
      }
      renumbered[region] = kept;
      classValue[kept] = classValue[region];
      squareMetres[kept] = squareMetres[region];
      confidentPixels[kept] = confidentPixels[region];
      confidenceSum[kept] = confidenceSum[region];
      confidenceMin[kept] = confidenceMin[region];
      heightPixels[kept] = heightPixels[region];
      heightSum[kept] = heightSum[region];
      probabilities.move(kept, region);
      kept++;
    }
    size = kept;
    for (int region = 0; region < size; region++) {
      parent[region] = region;
    }
    resize(size);
    return renumbered;
  }
}
