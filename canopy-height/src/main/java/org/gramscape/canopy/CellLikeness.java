package org.gramscape.canopy;

import java.util.Arrays;
import org.gramscape.model.kernel.InnerProducts;

/**
 * How like {@link Landmarks} a tile's cells are, some rows at a time: the same as {@link
 * Landmarks#likeness(float[])} of the cells' vectors.
 *
 * <p>What lies on straight lines between patches has inner products that do so too: those are taken
 * of patches, which are fewer than cells and have the most numbers.
 */
final class CellLikeness {
  private final CellFeatures cells;
  private final int width;
  private final float[] colors;
  private final float[] points;
  private final float[] squares;

  /** Of patches with the landmarks, {@code [height * width][landmarks]}. */
  private final float[][] products;

  /** Of patches with themselves and those beside them, {@code [height * width]}. */
  private final float[] lengths;

  private final float[] withRight;
  private final float[] withBelow;
  private final float[] withBelowRight;
  private final float[] rightWithBelow;

  CellLikeness(Landmarks landmarks, CellFeatures cells) {
    this.cells = cells;
    this.width = cells.patches().width();
    int seen = cells.patches().channels();
    int all = landmarks.features();
    if (seen + cells.colors().channels() != all) {
      throw new IllegalArgumentException(
          "%d and %d features, and landmarks of %d"
              .formatted(seen, cells.colors().channels(), all));
    }
    float[] ofPatches = landmarks.standardised(cells.patches().values(), 0, seen);
    float[][] z = split(ofPatches, seen);
    this.lengths = products(z, 0, 0, 0);
    this.withRight = products(z, 0, 1, 0);
    this.withBelow = products(z, 0, 0, 1);
    this.withBelowRight = products(z, 0, 1, 1);
    this.rightWithBelow = products(z, 1, 0, 1);
    this.products =
        split(InnerProducts.of(ofPatches, landmarks.points(0, seen), seen), landmarks.count());
    this.colors = landmarks.standardised(cells.colors().values(), seen, all);
    this.points = landmarks.points(seen, all);
    this.squares = Landmarks.squares(landmarks.points(), all);
  }

  /**
   * Of the cells of the rows from {@code first} up to {@code end}.
   *
   * @return {@code [rows, columns, landmarks]}, in (0, 1]
   */
  float[] rows(int first, int end) {
    int channels = cells.colors().channels();
    int numbers = cells.columns() * channels;
    float[] own = Arrays.copyOfRange(colors, first * numbers, end * numbers);
    float[] likeness = InnerProducts.of(own, points, channels);
    float[] ownSquares = Landmarks.squares(own, channels);
    for (int row = first; row < end; row++) {
      finish(row, likeness, ownSquares, (row - first) * cells.columns());
    }
    return likeness;
  }

  /** Makes likenesses of one row of what the colours' products are, from a cell on. */
  private void finish(int row, float[] likeness, float[] ownSquares, int firstCell) {
    Between down = Between.of(cells.y(row), cells.patches().height());
    float low = down.part();
    float high = 1 - low;
    float[][] rowProducts = new float[width][];
    float[] rowLengths = new float[width];
    float[] withNext = new float[width];
    for (int patch = 0; patch < width; patch++) {
      int above = down.first() * width + patch;
      int below = down.second() * width + patch;
      rowProducts[patch] = down.of(products[above], products[below]);
      rowLengths[patch] =
          high * high * lengths[above]
              + 2 * high * low * withBelow[above]
              + low * low * lengths[below];
      withNext[patch] =
          high * high * withRight[above]
              + high * low * (withBelowRight[above] + rightWithBelow[above])
              + low * low * withRight[below];
    }
    for (int column = 0; column < cells.columns(); column++) {
      Between across = Between.of(cells.x(column), width);
      float far = across.part();
      float near = 1 - far;
      float square =
          ownSquares[firstCell + column]
              + near * near * rowLengths[across.first()]
              + 2 * near * far * withNext[across.first()]
              + far * far * rowLengths[across.second()];
      float[] left = rowProducts[across.first()];
      float[] right = rowProducts[across.second()];
      // A loop over whole arrays is what the compiler makes vectors of.
      int at = (firstCell + column) * squares.length;
      float[] own = Arrays.copyOfRange(likeness, at, at + squares.length);
      for (int l = 0; l < squares.length; l++) {
        float product = own[l] + near * left[l] + far * right[l];
        own[l] = Landmarks.likeness(square + squares[l] - 2 * product);
      }
      System.arraycopy(own, 0, likeness, at, own.length);
    }
  }

  /**
   * Of the patch so far to the right of each with that so far to the right and below; at the edges
   * of the tile with the last one there.
   */
  private float[] products(float[][] z, int right, int otherRight, int otherBelow) {
    float[] all = new float[z.length];
    for (int patch = 0; patch < all.length; patch++) {
      int row = patch / width;
      int column = patch % width;
      int otherRow = Math.min(row + otherBelow, cells.patches().height() - 1);
      float[] first = z[row * width + Math.min(column + right, width - 1)];
      float[] second = z[otherRow * width + Math.min(column + otherRight, width - 1)];
      all[patch] = product(first, second);
    }
    return all;
  }

  private static float product(float[] first, float[] second) {
    float sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }

  private static float[][] split(float[] vectors, int length) {
    float[][] split = new float[vectors.length / length][];
    Arrays.setAll(split, i -> Arrays.copyOfRange(vectors, i * length, (i + 1) * length));
    return split;
  }

  /**
   * A place between the middles of two patches of a row or column; in the outer half of the
   * outermost ones it is their middle.
   *
   * @param part of the way from the first to the second
   */
  private record Between(int first, int second, float part) {
    /** A place in patches from the first one's edge. */
    static Between of(double place, int patches) {
      double fromMiddle = Math.min(Math.max(place - 0.5, 0), patches - 1.0);
      int first = (int) fromMiddle;
      return new Between(first, Math.min(first + 1, patches - 1), (float) (fromMiddle - first));
    }

    /** What is told of both, on a straight line between them. */
    float[] of(float[] ofFirst, float[] ofSecond) {
      float[] between = new float[ofFirst.length];
      for (int i = 0; i < between.length; i++) {
        between[i] = ofFirst[i] + part * (ofSecond[i] - ofFirst[i]);
      }
      return between;
    }
  }

  /**
   * Bytes that this takes.
   *
   * @param patches of the tile
   * @param cells of the tile
   * @param atOnce cells of as many rows as are asked for at once
   */
  static long workingMemory(Landmarks landmarks, long patches, long cells, long atOnce) {
    int features = landmarks.features();
    int count = landmarks.count();
    // Patches' z and products, as they came and split; colours' z. Then products as they are taken.
    return Float.BYTES * (2 * patches * (features + count) + cells * HeightFeatures.colors())
        + Math.max(
            InnerProducts.workingMemory(patches, count, features),
            Float.BYTES * atOnce * count
                + InnerProducts.workingMemory(atOnce, count, HeightFeatures.colors()));
  }
}
