package org.gramscape.model.ssl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColoursTest {

  /** Whichever band is the greatest: coarse values make equal ones, grey pixels among them. */
  @Property(tries = 50)
  void aThirdOfTheCircleMovesBandsOn(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int w) {
    Image image = coarse(seed, w);
    Image turned = image.copy();
    Colours.hue(turned, 1.0 / 3);
    int pixels = image.pixels();
    for (int band = 0; band < 3; band++) {
      for (int i = 0; i < pixels; i++) {
        assertThat(turned.values()[(band + 1) % 3 * pixels + i])
            .isEqualTo(image.values()[band * pixels + i], offset(1e-5f));
      }
    }
    assertThat(turned.values()[3 * pixels]).isEqualTo(image.values()[3 * pixels]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, -0.1, 0.07, 0.5, 0.9})
  void turnsBackToWhatItWas(double turn) {
    Image image = coarse(3, 50);
    Image turned = image.copy();
    Colours.hue(turned, turn);
    Colours.hue(turned, -turn);
    assertThat(turned.values()).containsExactly(image.values(), offset(1e-5f));
  }

  private static Image coarse(long seed, int width) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[4 * 31 * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(5) / 4f;
    }
    return new Image(values, 4, 31, width);
  }
}
