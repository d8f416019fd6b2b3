package org.gramscape.landcover;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Clusters of vectors by cosine similarity: k-means on the sphere (Dhillon and Modha 2001), begun
 * by {@link DiverseChoice}. The same vectors and seed give the same clusters.
 *
 * @param centres {@code [clusters][features]}, of length 1; that of the largest cluster first
 */
record CosineClusters(float[][] centres) {
  private static final int MOST_ROUNDS = 100;

  /**
   * Finds clusters.
   *
   * @param vectors of length 1 each
   * @param count of clusters, at most: fewer if there are no more different vectors
   */
  static CosineClusters of(float[][] vectors, int count, long seed) {
    double[] weights = new double[vectors.length];
    Arrays.fill(weights, 1);
    int[] first = new DiverseChoice(vectors).choose(weights, count, new SplittableRandom(seed));
    float[][] centres = Arrays.stream(first).mapToObj(i -> vectors[i]).toArray(float[][]::new);
    int[] clusters = new int[vectors.length];
    Arrays.fill(clusters, -1);
    for (int round = 0; round < MOST_ROUNDS && assign(vectors, centres, clusters); round++) {
      move(vectors, clusters, centres);
    }
    int[] sizes = new int[centres.length];
    Arrays.stream(clusters).forEach(c -> sizes[c]++);
    return new CosineClusters(
        IntStream.range(0, centres.length)
            .boxed()
            .sorted(Comparator.comparing(c -> -sizes[c]))
            .map(c -> centres[c])
            .toArray(float[][]::new));
  }

  /** Gives each vector its nearest centre; whether any changed. */
  private static boolean assign(float[][] vectors, float[][] centres, int[] clusters) {
    boolean changed = false;
    for (int v = 0; v < vectors.length; v++) {
      int nearest = 0;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < centres.length; c++) {
        double cosine = UnitVectors.dot(centres[c], vectors[v]);
        if (cosine > greatest) {
          greatest = cosine;
          nearest = c;
        }
      }
      changed |= clusters[v] != nearest;
      clusters[v] = nearest;
    }
    return changed;
  }

  /** Moves each centre to the direction of its vectors' sum; one without vectors stays. */
  private static void move(float[][] vectors, int[] clusters, float[][] centres) {
    float[][] sums = new float[centres.length][centres[0].length];
    boolean[] used = new boolean[centres.length];
    for (int v = 0; v < vectors.length; v++) {
      float[] sum = sums[clusters[v]];
      used[clusters[v]] = true;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vectors[v][i];
      }
    }
    for (int c = 0; c < centres.length; c++) {
      if (used[c]) {
        centres[c] = UnitVectors.of(sums[c]);
      }
    }
  }
}
