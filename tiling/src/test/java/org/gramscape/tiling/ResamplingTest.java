package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.GroundSampleDistance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To the model's ground sample distance and back. */
class ResamplingTest {

  @Property(tries = 300)
  void aConstantStaysExactlyThatConstant(
      @ForAll @IntRange(min = 1, max = 40) int fromWidth,
      @ForAll @IntRange(min = 1, max = 40) int fromHeight,
      @ForAll @IntRange(min = 1, max = 40) int toWidth,
      @ForAll @IntRange(min = 1, max = 40) int toHeight,
      @ForAll float constant) {
    float[] plane = new float[fromWidth * fromHeight];
    Arrays.fill(plane, constant);
    float[] result = Resampling.between(fromWidth, fromHeight, toWidth, toHeight).apply(plane, 1);
    assertThat(result).hasSize(toWidth * toHeight).containsOnly(constant);
  }

  @Property(tries = 100)
  void aConstantPredictionStaysExactThroughResamplingAndBlending(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @DoubleRange(min = 0.2, max = 5) double across,
      @ForAll @DoubleRange(min = 0.2, max = 5) double down,
      @ForAll float constant)
      throws Exception {
    TilePlan plan =
        TilePlan.atGroundSampleDistance(
            width, height, 16, 6, new GroundSampleDistance(across, down), 1);
    Result result =
        Result.of(FakeScene.noise(width, height).reader(plan), FakePredictor.constant(constant), 1);
    assertThat(result.values).containsOnly(constant);
  }

  @Test
  void fewerPixelsAreAreaAverages() {
    float[] plane = {1, 2, 3, 4, 5, 6};
    assertThat(Resampling.between(6, 1, 2, 1).apply(plane, 1)).containsExactly(2, 5);
    // 1.5 pixels each: 1 + 2/2, 2/2 + 3 ...
    assertThat(Resampling.between(6, 1, 4, 1).apply(plane, 1))
        .containsExactly(4 / 3f, 8 / 3f, 13 / 3f, 17 / 3f);
  }

  @Test
  void morePixelsAreBilinearBetweenCentres() {
    assertThat(Resampling.between(2, 1, 4, 1).apply(new float[] {0, 4}, 1))
        .containsExactly(0, 1, 3, 4);
    assertThat(Resampling.between(1, 2, 1, 4).apply(new float[] {0, 4}, 1))
        .containsExactly(0, 1, 3, 4);
  }

  @Test
  void planesStayApart() {
    assertThat(Resampling.between(2, 1, 1, 1).apply(new float[] {0, 4, 10, 20}, 2))
        .containsExactly(2, 15);
  }

  @Test
  void whatIsInvalidDoesNotCount() {
    float[] plane = {1, 99, 3, 99, 99, 99};
    boolean[] valid = {true, false, true, false, false, false};
    Resampling half = Resampling.between(6, 1, 3, 1);
    assertThat(half.apply(plane, 1, valid)).containsExactly(1, 3, 0);
    assertThat(half.apply(valid)).containsExactly(true, true, false);
    Resampling twice = Resampling.between(3, 1, 6, 1);
    float[] few = {1, 99, 3};
    boolean[] ends = {true, false, true};
    assertThat(twice.apply(few, 1, ends)).containsExactly(1, 1, 1, 3, 3, 3);
    assertThat(twice.apply(ends)).containsOnly(true);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.6", "0.25, 0.6", "1.0, 0.6", "1.5, 0.6", "0.5, 0.6", "0.62, 0.6"})
  void aSmoothFieldSurvivesTheWayToTheModelAndBack(double sceneMetres, double modelMetres)
      throws Exception {
    FakeScene scene =
        new FakeScene(
            160,
            140,
            1,
            (band, x, y) -> field(x * sceneMetres, y * sceneMetres),
            FakeScene.ALL_VALID);
    TilePlan plan =
        TilePlan.atGroundSampleDistance(
            160, 140, 64, 16, new GroundSampleDistance(sceneMetres, sceneMetres), modelMetres);
    Result result = Result.of(scene.reader(plan), new FakePredictor(1, FakePredictor.SAMPLES), 2);
    int edge = (int) Math.ceil(2 * Math.max(1, modelMetres / sceneMetres));
    for (int y = 0; y < 140; y++) {
      for (int x = 0; x < 160; x++) {
        boolean inside = x >= edge && y >= edge && x < 160 - edge && y < 140 - edge;
        assertThat((double) result.value(0, x, y))
            .as("column %d, row %d", x, y)
            .isCloseTo(field(x * sceneMetres, y * sceneMetres), within(inside ? 0.01 : 0.04));
      }
    }
    // half a model pixel off would be 0.03; so much it is at the edge, where that is held constant
  }

  /** Waves of 60 m, so that a step of 0.6 m changes it by 0.06 at most. */
  private static double field(double x, double y) {
    return Math.sin(2 * Math.PI * x / 60) + 0.5 * Math.cos(2 * Math.PI * y / 80);
  }

  @Test
  void acrossAndDownAreTreatedApart() throws Exception {
    TilePlan plan =
        TilePlan.atGroundSampleDistance(400, 300, 64, 16, new GroundSampleDistance(0.3, 1.2), 0.6);
    assertThat(plan.grid().across()).isEqualTo(new TileAxis(400, 128, 32));
    assertThat(plan.grid().down()).isEqualTo(new TileAxis(300, 32, 8));
    assertThat(plan.tileWidth()).isEqualTo(64);
    assertThat(plan.tileHeight()).isEqualTo(64);
    FakeScene scene =
        new FakeScene(400, 300, 1, (band, x, y) -> field(x * 0.3, y * 1.2), FakeScene.ALL_VALID);
    Result result = Result.of(scene.reader(plan), new FakePredictor(1, FakePredictor.SAMPLES), 2);
    for (int y = 2; y < 298; y++) {
      for (int x = 2; x < 398; x++) {
        assertThat((double) result.value(0, x, y))
            .isCloseTo(field(x * 0.3, y * 1.2), within(0.012));
      }
    }
  }

  @Test
  void aNearlyRightResolutionIsTakenAsItIs() {
    for (double metres : new double[] {0.575, 0.6, 0.63}) {
      TilePlan plan =
          TilePlan.atGroundSampleDistance(
              400, 300, 64, 16, new GroundSampleDistance(metres, metres), 0.6);
      assertThat(plan).isEqualTo(TilePlan.atSceneResolution(400, 300, 64, 16));
      assertThat(plan.resamples()).isFalse();
    }
    TilePlan finer =
        TilePlan.atGroundSampleDistance(
            400, 300, 64, 16, new GroundSampleDistance(0.56, 0.56), 0.6);
    assertThat(finer.resamples()).isTrue();
    assertThat(finer.grid().across().tile()).isEqualTo(69);
  }

  @Test
  void aSceneMuchCoarserThanTheModelKeepsAnOverlapBelowItsTile() {
    TilePlan plan =
        TilePlan.atGroundSampleDistance(400, 300, 64, 63, new GroundSampleDistance(60, 60), 0.6);
    assertThat(plan.grid().across()).isEqualTo(new TileAxis(400, 1, 0));
  }

  @Test
  void invalidPixelsStayWhereTheyAreThroughResampling() throws Exception {
    FakeScene.Validity holes = (band, x, y) -> x % 7 != 3 && y % 11 != 5;
    for (double metres : new double[] {0.3, 1.0}) {
      FakeScene scene = new FakeScene(90, 80, 1, (band, x, y) -> 0.25, holes);
      TilePlan plan =
          TilePlan.atGroundSampleDistance(
              90, 80, 32, 8, new GroundSampleDistance(metres, metres), 0.6);
      Result result = Result.of(scene.reader(plan), new FakePredictor(1, FakePredictor.SAMPLES), 1);
      for (int y = 0; y < 80; y++) {
        for (int x = 0; x < 90; x++) {
          assertThat(result.valid(x, y)).isEqualTo(holes.at(0, x, y));
        }
      }
    }
  }
}
