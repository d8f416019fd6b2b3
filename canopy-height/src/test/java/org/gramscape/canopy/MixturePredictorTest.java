package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;
import org.junit.jupiter.api.Test;

class MixturePredictorTest {

  /** Heights and spreads by a rule on the sample and its place in the tile. */
  private interface Rule {
    float height(float sample, int row, int column);
  }

  private record Ruled(Rule rule, float spread) implements TilePredictor {
    @Override
    public int channels() {
      return 2;
    }

    @Override
    public int sideMultiple() {
      return 1;
    }

    @Override
    public long workingMemory(int width, int height) {
      return 0;
    }

    @Override
    public Prediction predict(Tile tile) {
      int size = tile.width() * tile.height();
      float[] values = new float[2 * size];
      for (int i = 0; i < size; i++) {
        values[i] = rule.height(tile.samples()[i], i / tile.width(), i % tile.width());
        values[size + i] = spread;
      }
      return new Prediction(2, tile.width(), tile.height(), values);
    }
  }

  private static Tile tile(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 20 * random.nextFloat();
    }
    boolean[] valid = new boolean[samples.length];
    Arrays.fill(valid, true);
    return new Tile(0, new Window(0, 0, width, height), 1, width, height, samples, valid);
  }

  /** Height and spread of each pixel after predictions were averaged. */
  private static PixelBlock spread(float[] moments, int width, int height) {
    PixelBlock rows = PixelBlock.zeros(new Window(0, 0, width, height), MixturePredictor.CHANNELS);
    for (int i = 0; i < moments.length; i++) {
      rows.samples()[i] = moments[i];
    }
    return MixturePredictor.spread(rows);
  }

  @Property(tries = 100)
  void turningMovesEachPixelToOnePlace(
      @ForAll @IntRange(min = 0, max = 7) int number,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height) {
    int[] origins = new Symmetry(number).origins(width, height);
    int[] sorted = origins.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
    // Neighbours in a row stay neighbours.
    int turnedWidth = number >= 4 ? height : width;
    for (int i = 1; i < origins.length; i++) {
      if (i % turnedWidth > 0) {
        int step = Math.abs(origins[i] - origins[i - 1]);
        assertThat(step).isEqualTo(number >= 4 ? width : 1);
      }
    }
  }

  @Property(tries = 30)
  void whatDoesNotDependOnDirectionIsTheSameTurned(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height)
      throws IOException {
    TilePredictor brightness = new Ruled((sample, row, column) -> sample, 2);
    Tile tile = tile(width, height, seed);

    PixelBlock turned =
        spread(new MixturePredictor(brightness, true).predict(tile).values(), width, height);

    for (int i = 0; i < width * height; i++) {
      assertThat(turned.samples()[i]).isCloseTo(tile.samples()[i], within(1e-4));
      assertThat(turned.samples()[width * height + i]).isCloseTo(2, within(1e-3));
    }
  }

  @Test
  void whatDependsOnDirectionIsAveragedAndItsSpreadTold() throws Exception {
    // A slope that runs with the columns of what it is shown.
    int side = 8;
    TilePredictor slope = new Ruled((sample, row, column) -> column, 0);

    PixelBlock turned =
        spread(new MixturePredictor(slope, true).predict(tile(side, side, 1)).values(), side, side);

    for (int i = 0; i < side * side; i++) {
      int x = i % side;
      int y = i / side;
      double mean = (side - 1) / 2.0;
      assertThat(turned.samples()[i]).isCloseTo(mean, within(1e-5));
      double variance = ((x - mean) * (x - mean) + (y - mean) * (y - mean)) / 2;
      assertThat(turned.samples()[side * side + i]).isCloseTo(Math.sqrt(variance), within(1e-3));
    }
  }

  @Test
  void overlappingTilesThatDisagreeHaveMoreSpreadAndThoseThatAgreeDoNot() {
    // Two tiles say 10 and 14 m, each with a spread of 3 m; two others both say 10 m.
    float[] disagreeing = {12, 9, (100 + 196) / 2f};
    float[] agreeing = {10, 9, 100};

    assertThat(spread(disagreeing, 1, 1).samples()[1]).isCloseTo(Math.sqrt(9 + 4), within(1e-9));
    assertThat(spread(agreeing, 1, 1).samples()[1]).isEqualTo(3);
  }
}
