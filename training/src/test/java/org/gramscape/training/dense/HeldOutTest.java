package org.gramscape.training.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.model.ssl.data.Image;
import org.junit.jupiter.api.Test;

class HeldOutTest {

  @Test
  void isAShareOfTheGroundInWholeBlocks() throws Exception {
    List<Ground> grounds = List.of(ground(100, 60), ground(40, 40), ground(8, 8));
    HeldOut held = new HeldOut(grounds, 10, 0.2, 1);
    long count = 0;
    long all = 0;
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int row = 0; row < ground.height(); row++) {
        for (int column = 0; column < ground.width(); column++) {
          all++;
          boolean isHeld = held.contains(g, ground, row, column);
          count += isHeld ? 1 : 0;
          assertThat(held.contains(g, ground, row / 10 * 10, column / 10 * 10)).isEqualTo(isHeld);
        }
      }
    }
    assertThat((double) count / all).isCloseTo(0.2, within(0.02));
  }

  /** One seed, one choice; another seed, another. */
  @Test
  void dependsOnTheSeedAlone() throws Exception {
    List<Ground> grounds = List.of(ground(100, 100));
    assertThat(held(grounds, 1)).isEqualTo(held(grounds, 1)).isNotEqualTo(held(grounds, 2));
  }

  @Test
  void refusesGroundOfOneBlock() {
    assertThatThrownBy(() -> new HeldOut(List.of(ground(10, 10)), 20, 0.2, 1))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("blockMetres");
  }

  private static boolean[] held(List<Ground> grounds, long seed) throws Exception {
    HeldOut held = new HeldOut(grounds, 10, 0.3, seed);
    boolean[] pixels = new boolean[100 * 100];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = held.contains(0, grounds.get(0), i / 100, i % 100);
    }
    return pixels;
  }

  private static Ground ground(int width, int height) {
    float[] heights = new float[width * height];
    Arrays.fill(heights, 3);
    return new Ground("g", new Image(new float[3 * width * height], 3, height, width), heights);
  }
}
