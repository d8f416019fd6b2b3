package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.Tile;
import org.junit.jupiter.api.Test;

class GuidedUpsamplingTest {
  private static final int PATCH = 16;
  private static final int PATCHES = 8;
  private static final int SIDE = PATCH * PATCHES;

  private static Tile tile(int width, int height, float[] samples, boolean[] valid) {
    return new Tile(0, new Window(0, 0, width, height), 3, width, height, samples, valid);
  }

  private static boolean[] allValid(int size) {
    boolean[] valid = new boolean[size];
    Arrays.fill(valid, true);
    return valid;
  }

  private static float[] noise(Random random, int length) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) (2 * random.nextGaussian());
    }
    return noise;
  }

  @Property(tries = 20)
  void whatIsTheSameEverywhereStaysSoToTheLastBit(@ForAll long seed) {
    Random random = new Random(seed);
    boolean[] valid = new boolean[SIDE * SIDE];
    for (int i = 0; i < valid.length; i++) {
      valid[i] = random.nextInt(10) > 0;
    }
    float[] shares = new float[2 * PATCHES * PATCHES];
    float one = random.nextFloat();
    Arrays.fill(shares, 0, PATCHES * PATCHES, one);
    Arrays.fill(shares, PATCHES * PATCHES, shares.length, 1 - one);

    float[] pixels =
        new GuidedUpsampling(
                tile(SIDE, SIDE, noise(random, 3 * SIDE * SIDE), valid), PATCHES, PATCHES)
            .apply(shares, 2);

    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(pixels[i]).isEqualTo(one);
      assertThat(pixels[SIDE * SIDE + i]).isEqualTo(1 - one);
    }
  }

  @Property(tries = 20)
  void sharesStaySharesOfOne(@ForAll long seed) {
    Random random = new Random(seed);
    float[] shares = new float[2 * PATCHES * PATCHES];
    for (int patch = 0; patch < PATCHES * PATCHES; patch++) {
      shares[patch] = random.nextFloat();
      shares[PATCHES * PATCHES + patch] = 1 - shares[patch];
    }

    float[] pixels =
        new GuidedUpsampling(
                tile(SIDE, SIDE, noise(random, 3 * SIDE * SIDE), allValid(SIDE * SIDE)),
                PATCHES,
                PATCHES)
            .apply(shares, 2);

    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(pixels[i]).isBetween(0f, 1f);
      assertThat(pixels[i] + pixels[SIDE * SIDE + i]).isBetween(1 - 1e-6f, 1 + 1e-6f);
    }
  }

  /** The image has its border at column 70, in the middle of a patch of the shares. */
  @Test
  void aBorderLiesWhereTheImageHasIt() {
    int border = 70;
    float[] image = new float[3 * SIDE * SIDE];
    float[] shares = new float[2 * PATCHES * PATCHES];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % SIDE < border ? -1 : 1;
    }
    for (int patch = 0; patch < PATCHES * PATCHES; patch++) {
      int left = patch % PATCHES * PATCH;
      shares[patch] = Math.max(0, Math.min(1, (border - left) / (float) PATCH));
      shares[PATCHES * PATCHES + patch] = 1 - shares[patch];
    }

    float[] guided =
        new GuidedUpsampling(tile(SIDE, SIDE, image, allValid(SIDE * SIDE)), PATCHES, PATCHES)
            .apply(shares, 2);
    float[] bilinear = Resampling.between(PATCHES, PATCHES, SIDE, SIDE).apply(shares, 2);

    assertThat(wrong(guided, border)).as("pixels on the wrong side").isZero();
    assertThat(distance(guided, border)).isLessThan(distance(bilinear, border) / 4);
  }

  private static int wrong(float[] pixels, int border) {
    int wrong = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      wrong += pixels[i] > 0.5 == i % SIDE < border ? 0 : 1;
    }
    return wrong;
  }

  private static double distance(float[] pixels, int border) {
    double sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      sum += Math.abs(pixels[i] - (i % SIDE < border ? 1 : 0));
    }
    return sum;
  }

  @Test
  void whereTilesLieChangesNothing() {
    Random random = new Random(4);
    float[] image = noise(random, 3 * SIDE * SIDE);
    float[] shares = new float[PATCHES * PATCHES];
    for (int patch = 0; patch < shares.length; patch++) {
      shares[patch] = random.nextFloat();
    }
    float[] whole =
        new GuidedUpsampling(tile(SIDE, SIDE, image, allValid(SIDE * SIDE)), PATCHES, PATCHES)
            .apply(shares, 1);

    int cut = 2;
    int patches = PATCHES - cut;
    int side = patches * PATCH;
    float[] part = new float[3 * side * side];
    for (int i = 0; i < part.length; i++) {
      int row = i / side % side + cut * PATCH;
      int column = i % side + cut * PATCH;
      part[i] = image[(i / (side * side) * SIDE + row) * SIDE + column];
    }
    float[] partShares = new float[patches * patches];
    for (int patch = 0; patch < partShares.length; patch++) {
      partShares[patch] = shares[(patch / patches + cut) * PATCHES + patch % patches + cut];
    }
    float[] alone =
        new GuidedUpsampling(tile(side, side, part, allValid(side * side)), patches, patches)
            .apply(partShares, 1);

    for (int row = 2 * PATCH; row < side; row++) {
      for (int column = 2 * PATCH; column < side; column++) {
        assertThat(alone[row * side + column])
            .isEqualTo(whole[(row + cut * PATCH) * SIDE + column + cut * PATCH]);
      }
    }
  }

  @Test
  void whatIsInvalidTellsNothing() {
    float[] image = new float[3 * SIDE * SIDE];
    boolean[] valid = allValid(SIDE * SIDE);
    float[] shares = new float[PATCHES * PATCHES];
    for (int i = 0; i < SIDE * SIDE; i++) {
      valid[i] = i % SIDE < SIDE / 2;
    }
    for (int patch = 0; patch < shares.length; patch++) {
      shares[patch] = patch % PATCHES < PATCHES / 2 ? 0 : 1;
    }

    float[] pixels =
        new GuidedUpsampling(tile(SIDE, SIDE, image, valid), PATCHES, PATCHES).apply(shares, 1);

    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(pixels[i]).isEqualTo(valid[i] ? 0f : 1f);
    }
  }
}
