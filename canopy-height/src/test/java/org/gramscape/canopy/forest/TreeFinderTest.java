package org.gramscape.canopy.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.canopy.MemoryRaster;
import org.gramscape.canopy.MetreSource;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.PixelBlock;
import org.junit.jupiter.api.Test;

class TreeFinderTest {
  private static final double PIXEL = 0.5;

  private static Trees find(TreeRules rules, int width, double... heights) throws IOException {
    Georeference place =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(680_000, 5_300_000, PIXEL, PIXEL));
    return new TreeFinder(rules)
        .find(
            MetreSource.of(
                MemoryRaster.of("chm", width, place, heights), Optional.empty(), w -> {}));
  }

  private static int[] labels(Trees trees) {
    PixelBlock block = trees.read(trees.info().window(), 0);
    return Arrays.stream(block.samples()).mapToInt(v -> (int) v).toArray();
  }

  /** Cones on the ground, the higher one where two meet. */
  private static double[] cones(int width, int height, double[][] trees) {
    double[] heights = new double[width * height];
    for (double[] tree : trees) {
      for (int i = 0; i < heights.length; i++) {
        double far = PIXEL * Math.hypot(i % width - tree[0], i / width - tree[1]);
        heights[i] = Math.max(heights[i], tree[2] - 3 * far);
      }
    }
    return heights;
  }

  @Test
  void conesAreTreesWithTheirCrowns() throws Exception {
    double[][] planted = {{8, 8, 12}, {25, 9, 9}, {15, 25, 15}};
    Trees trees = find(TreeRules.STANDARD, 35, cones(35, 35, planted));

    assertThat(trees.count()).isEqualTo(3);
    for (int tree = 1; tree <= 3; tree++) {
      double[] cone = planted[tree - 1];
      assertThat(trees.top(tree)).isEqualTo((int) (cone[1] * 35 + cone[0]));
      assertThat(trees.height(tree)).isCloseTo(cone[2], within(0.002));
      int[] labels = labels(trees);
      int number = tree;
      double area = PIXEL * PIXEL * Arrays.stream(labels).filter(label -> label == number).count();
      // A cone of 3 m a metre, down to 30 % of its height.
      double radius = 0.7 * cone[2] / 3;
      assertThat(area)
          .isCloseTo(Math.PI * radius * radius, within(0.1 * Math.PI * radius * radius));
    }
  }

  @Test
  void twoTreesThatTouchShareTheGroundAtTheSaddle() throws Exception {
    Trees trees =
        find(TreeRules.STANDARD, 31, cones(31, 21, new double[][] {{9, 10, 12}, {21, 10, 12}}));
    int[] labels = labels(trees);

    assertThat(trees.count()).isEqualTo(2);
    assertThat(labels[10 * 31 + 14]).isEqualTo(1);
    assertThat(labels[10 * 31 + 16]).isEqualTo(2);
  }

  @Test
  void ofALevelCrownOneTopIsTaken() throws Exception {
    double[] heights = new double[100];
    for (int i = 0; i < 100; i++) {
      heights[i] = i / 10 >= 3 && i / 10 < 7 && i % 10 >= 3 && i % 10 < 7 ? 8 : 0;
    }
    Trees trees = find(new TreeRules(new Length(2), new Length(2.5), 0, 0.3), 10, heights);

    assertThat(trees.count()).isEqualTo(1);
    assertThat(Arrays.stream(labels(trees)).filter(label -> label == 1).count()).isEqualTo(16);
  }

  @Property(tries = 60)
  void crownsAreConnectedHoldOneTopAndReachAsFarAsTheyMay(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height)
      throws IOException {
    Random random = new Random(seed);
    double[] heights = new double[width * height];
    Arrays.setAll(
        heights,
        i ->
            random.nextInt(12) == 0
                ? Double.NaN
                : Math.max(0, 8 + 6 * Math.sin(i % width / 3.0) + 3 * random.nextGaussian()));
    Trees trees = find(TreeRules.STANDARD, width, heights);
    int[] labels = labels(trees);
    int[] sizes = new int[trees.count() + 1];
    for (int i = 0; i < labels.length; i++) {
      sizes[labels[i]]++;
      if (labels[i] > 0) {
        double top = trees.height(labels[i]);
        assertThat(heights[i]).isLessThanOrEqualTo(top + 0.003);
        assertThat(heights[i]).isGreaterThanOrEqualTo(0.3 * top - 0.003);
      }
    }
    assertThat(Arrays.stream(sizes).sum()).isEqualTo(labels.length);
    boolean[] seen = new boolean[labels.length];
    for (int tree = 1; tree <= trees.count(); tree++) {
      int top = trees.top(tree);
      assertThat(labels[top]).isEqualTo(tree);
      assertThat(trees.height(tree)).isGreaterThanOrEqualTo(1.998);
      assertThat(connected(labels, width, top, seen)).isEqualTo(sizes[tree]);
      for (int other = 1; other < tree; other++) {
        double far =
            PIXEL
                * Math.hypot(
                    trees.top(other) % width - top % width, trees.top(other) / width - top / width);
        assertThat(far)
            .isGreaterThan(
                TreeRules.STANDARD.reach(Math.min(trees.height(tree), trees.height(other))) - 1e-9);
      }
    }
  }

  private static int connected(int[] labels, int width, int from, boolean[] seen) {
    Deque<Integer> open = new ArrayDeque<>();
    open.add(from);
    seen[from] = true;
    int count = 0;
    while (!open.isEmpty()) {
      int i = open.poll();
      count++;
      int[] around = {
        i % width > 0 ? i - 1 : i, i % width < width - 1 ? i + 1 : i, i - width, i + width
      };
      for (int to : around) {
        if (to >= 0 && to < labels.length && !seen[to] && labels[to] == labels[from]) {
          seen[to] = true;
          open.add(to);
        }
      }
    }
    return count;
  }
}
