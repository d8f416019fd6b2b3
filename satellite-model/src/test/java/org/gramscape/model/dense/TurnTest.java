package org.gramscape.model.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final float[] SQUARE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /**
   * All eight differ, and each keeps neighbours neighbours: the middle stays, corners are corners.
   */
  @Test
  void areTheEightSymmetriesOfASquare() {
    Set<List<Float>> seen = new HashSet<>();
    for (int number = 0; number < Turn.COUNT; number++) {
      float[] turned = new Turn(number).apply(SQUARE, 3);
      assertThat(turned[4]).isEqualTo(5);
      assertThat(List.of(turned[0], turned[2], turned[6], turned[8]))
          .containsExactlyInAnyOrder(1f, 3f, 7f, 9f);
      assertThat(Math.abs(turned[0] - turned[8])).isIn(4f, 8f);
      seen.add(IntStream.range(0, 9).mapToObj(i -> turned[i]).toList());
    }
    assertThat(seen).hasSize(Turn.COUNT);
  }

  @Test
  void planesTurnAlike() {
    float[] two = new float[18];
    for (int i = 0; i < 9; i++) {
      two[i] = SQUARE[i];
      two[9 + i] = 10 * SQUARE[i];
    }
    for (int number = 0; number < Turn.COUNT; number++) {
      float[] turned = new Turn(number).apply(two, 3);
      for (int i = 0; i < 9; i++) {
        assertThat(turned[9 + i]).isEqualTo(10 * turned[i]);
      }
    }
  }
}
