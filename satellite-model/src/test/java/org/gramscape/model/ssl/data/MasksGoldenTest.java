package org.gramscape.model.ssl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.gramscape.model.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts are the reference's; where the blocks lie has the reference's distribution. */
class MasksGoldenTest {
  private static final int DRAWS = 4000;

  @ParameterizedTest
  @CsvSource({"14, 0.1", "14, 0.3", "14, 0.5", "16, 0.1", "16, 0.3", "16, 0.5"})
  void blocks(int side, String ratio) throws Exception {
    JsonNode expected = json().get("grid" + side + ".ratio" + ratio);
    int target = expected.get("target").asInt();
    SplittableRandom random = new SplittableRandom(side);
    double[] heat = new double[side * side];
    double components = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      boolean[] mask = new BlockMask(side, side).draw(target, random);
      int count = 0;
      for (int i = 0; i < mask.length; i++) {
        count += mask[i] ? 1 : 0;
        heat[i] += mask[i] ? 1.0 / DRAWS : 0;
      }
      assertThat(count).isEqualTo(target);
      components += (double) components(mask, side) / DRAWS;
    }
    assertThat(components)
        .isCloseTo(expected.get("mean_4conn_components").asDouble(), withPercentage(6));
    int middle = side / 2 - 2;
    double center = 0;
    double edge = 0;
    for (int y = 0; y < side; y++) {
      edge += heat[y * side] + heat[y * side + side - 1] + heat[y] + heat[(side - 1) * side + y];
      for (int x = 0; x < side; x++) {
        boolean central = y >= middle && y < middle + 4 && x >= middle && x < middle + 4;
        center += central ? heat[y * side + x] : 0;
      }
    }
    double corner = heat[0] + heat[side - 1] + heat[side * (side - 1)] + heat[side * side - 1];
    assertThat(center / 16).isCloseTo(expected.get("heat_center").asDouble(), withPercentage(6));
    assertThat(edge / (4 * side))
        .isCloseTo(expected.get("heat_edge").asDouble(), withPercentage(8));
    assertThat(corner / 4).isCloseTo(expected.get("heat_corner").asDouble(), withPercentage(30));
  }

  @Test
  void countsOfABatch() throws Exception {
    JsonNode expected = json().get("collate.B16").get("expected");
    boolean[][] masks = new MaskSampler(0.5, 0.1, 0.5).draw(32, 16, 16, new SplittableRandom(1));
    int[] counts = new int[32];
    for (int i = 0; i < 32; i++) {
      for (boolean masked : masks[i]) {
        counts[i] += masked ? 1 : 0;
      }
    }
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < 32; i++) {
      assertThat(sorted[i]).isEqualTo(expected.get(i).asInt());
    }
    assertThat(counts).isNotEqualTo(sorted);
  }

  private static JsonNode json() throws Exception {
    return new ObjectMapper().readTree(Golden.path("masking_stats.json").toFile());
  }

  /** Groups of masked patches that touch along an edge. */
  private static int components(boolean[] mask, int side) {
    boolean[] left = mask.clone();
    int components = 0;
    for (int i = 0; i < left.length; i++) {
      if (left[i]) {
        components++;
        take(left, i % side, i / side, side);
      }
    }
    return components;
  }

  private static void take(boolean[] left, int x, int y, int side) {
    if (x < 0 || y < 0 || x >= side || y >= side || !left[y * side + x]) {
      return;
    }
    left[y * side + x] = false;
    take(left, x - 1, y, side);
    take(left, x + 1, y, side);
    take(left, x, y - 1, side);
    take(left, x, y + 1, side);
  }
}
