package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.HeightScores;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.model.Layers;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureProbesTest {
  private static final int LABELS = 10;
  private static final int DRAWS = 10;

  @TempDir Path folder;

  /** Red is random; the height of a pixel is a tenth of it, or another random number. */
  private HeightPair pair(int scene, boolean told) throws IOException {
    double[] red = random(scene, 250);
    double[] other = random(scene + 1000, 250);
    String image =
        Painted.write(
            folder.resolve(scene + ".tif"),
            scene,
            3,
            SampleType.UINT8,
            (band, row, column) -> band == 0 ? red[row * Painted.SIDE + column] : 7);
    String heights =
        Painted.write(
            folder.resolve(scene + "_chm.tif"),
            scene,
            1,
            SampleType.FLOAT32,
            (band, row, column) -> (told ? red : other)[row * Painted.SIDE + column] / 10);
    return new HeightPair(image, heights);
  }

  private static double[] random(int seed, int bound) {
    Random random = new Random(seed);
    return random.ints(Painted.SIDE * Painted.SIDE, 0, bound).asDoubleStream().toArray();
  }

  private List<HeightPair> pairs(int first, int count, boolean told) throws IOException {
    List<HeightPair> pairs = new ArrayList<>();
    for (int scene = first; scene < first + count; scene++) {
      pairs.add(pair(scene, told));
    }
    return pairs;
  }

  private ClassScene scene(int scene, boolean told) throws IOException {
    double[] classes = random(scene, 3);
    double[] other = random(scene + 1000, 3);
    String image =
        Painted.write(
            folder.resolve(scene + "_classes.tif"),
            scene,
            3,
            SampleType.UINT8,
            (band, row, column) -> classes[row * Painted.SIDE + column] == band ? 200 : 20);
    String labels =
        Painted.write(
            folder.resolve(scene + "_labels.tif"),
            scene,
            1,
            SampleType.UINT8,
            (band, row, column) -> 1 + (told ? classes : other)[row * Painted.SIDE + column]);
    return new ClassScene(image, labels, Optional.empty());
  }

  private static ProbeScores score(
      List<HeightPair> train, List<HeightPair> test, List<ClassScene> scenes)
      throws IOException, InterruptedException {
    return new FeatureProbes(train, test, scenes, LABELS, DRAWS, SceneView.DEFAULT)
        .score(new PixelModel(), Layers.LAST, 2, () -> {});
  }

  @Test
  void featuresThatTellHeightsPredictThemOnOtherScenes() throws Exception {
    HeightScores scores =
        score(pairs(0, 6, true), pairs(6, 2, true), List.of()).heights().orElseThrow();

    assertThat(scores.cells()).isEqualTo(2L * Painted.SIDE * Painted.SIDE);
    assertThat(scores.r2()).isGreaterThan(0.9999);
    assertThat(scores.mae()).isLessThan(0.01);
    assertThat(scores.blocks()).isEqualTo(2 * 16);
    assertThat(scores.blockR2()).isGreaterThan(0.9999);
  }

  @Test
  void featuresThatTellNothingPredictTheMean() throws Exception {
    HeightScores scores =
        score(pairs(0, 6, false), pairs(6, 2, false), List.of()).heights().orElseThrow();

    assertThat(scores.r2()).isCloseTo(0, within(0.01));
    assertThat(scores.rmse()).isCloseTo(25 / Math.sqrt(12), within(0.2));
  }

  @Test
  void featuresThatTellClassesFindThemAll() throws Exception {
    ProbeScores scores = score(List.of(), List.of(), List.of(scene(0, true), scene(1, true)));

    assertThat(scores.linearMeanIou()).isEqualTo(1);
    assertThat(scores.neighboursMeanIou()).isEqualTo(1);
    assertThat(scores.classContrast()).isGreaterThan(1);
    assertThat(scores.classes().get(0).classes()).containsExactly("1", "2", "3");
    assertThat(scores.heights()).isEmpty();
  }

  @Test
  void classesAtRandomAreFoundByChance() throws Exception {
    ProbeScores scores = score(List.of(), List.of(), List.of(scene(0, false)));

    // A third of a class found, in a third of the cells: 1/9 of 5/9.
    assertThat(scores.linearMeanIou()).isCloseTo(0.2, within(0.05));
    assertThat(scores.neighboursMeanIou()).isCloseTo(0.2, within(0.05));
    assertThat(scores.classContrast()).isCloseTo(0, within(0.05));
  }

  @Test
  void theOrderOfScenesChangesNothing() throws Exception {
    List<HeightPair> train = pairs(0, 5, false);
    List<HeightPair> test = pairs(5, 3, false);
    List<ClassScene> scenes = new ArrayList<>(List.of(scene(8, false), scene(9, true)));
    ProbeScores inOrder = score(train, test, scenes);
    Collections.reverse(train);
    Collections.reverse(test);
    Collections.reverse(scenes);

    assertThat(score(train, test, scenes)).isEqualTo(inOrder);
  }

  @Test
  void aSceneToFitToIsNeverScored() throws Exception {
    List<HeightPair> train = pairs(0, 3, true);
    String byAnotherName = folder.resolve(".").resolve("1.tif").toString();
    HeightPair again = new HeightPair(byAnotherName, train.get(2).heights());

    assertThatThrownBy(() -> score(train, List.of(again), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.tif is among the pairs to fit to and those to be scored on");
  }

  @Test
  void groundInCommonIsNeeded() throws Exception {
    List<HeightPair> train = pairs(0, 3, true);
    HeightPair mixed = new HeightPair(pair(3, true).image(), pair(4, true).heights());

    assertThatThrownBy(() -> score(train, List.of(mixed), List.of()))
        .hasMessageContaining("4_chm.tif does not overlap its image");
  }

  @Test
  void classesWithTooFewCellsAreNotEnough() throws Exception {
    ClassScene scene = scene(0, true);

    assertThatThrownBy(
            () ->
                new FeatureProbes(
                        List.of(), List.of(), List.of(scene), 500, DRAWS, SceneView.DEFAULT)
                    .score(new PixelModel(), Layers.LAST, 1, () -> {}))
        .hasMessageContaining("two classes of 1000 cells")
        .hasMessageContaining("ask for fewer labels");
  }
}
