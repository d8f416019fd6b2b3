package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.Length;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final double SIDE = 10;

  /** Samples somewhere in 100 m by 100 m, up to four of a label beside each other. */
  private record Places(LabelledSamples samples, double[] x, double[] y) {
    static Places random(long seed, int count, int classes) {
      Random random = new Random(seed);
      int[] sampleClasses = new int[count];
      int[] origins = new int[count];
      double[] x = new double[count];
      double[] y = new double[count];
      for (int s = 0; s < count; s++) {
        boolean another = s > 0 && random.nextInt(4) > 0;
        origins[s] = another ? origins[s - 1] : s;
        sampleClasses[s] = another ? sampleClasses[s - 1] : random.nextInt(classes);
        x[s] = another ? x[s - 1] + 3 : 100 * random.nextDouble();
        y[s] = another ? y[s - 1] : 100 * random.nextDouble();
      }
      float[][] features = new float[count][1];
      return new Places(new LabelledSamples(classes, features, sampleClasses, origins), x, y);
    }

    Folds blocked() {
      return Folds.blocked(samples, x, y, SIDE);
    }
  }

  @Property(tries = 200)
  void foldsShareNeitherABlockNorALabel(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count) {
    Places places = Places.random(seed, count, 3);
    Folds folds = places.blocked();
    double left = Arrays.stream(places.x).min().orElseThrow();
    double top = Arrays.stream(places.y).min().orElseThrow();

    Map<Object, Integer> foldOf = new HashMap<>();
    for (int s = 0; s < count; s++) {
      List<Integer> block =
          List.of((int) ((places.x[s] - left) / SIDE), (int) ((places.y[s] - top) / SIDE));
      int fold = folds.ofSample()[s];
      assertThat(fold).isBetween(0, folds.count() - 1);
      assertThat(foldOf.computeIfAbsent(block, b -> fold)).isEqualTo(fold);
      assertThat(foldOf.computeIfAbsent(places.samples.origins()[s], l -> fold)).isEqualTo(fold);
    }
  }

  @Test
  void everyFoldGetsItsShareOfEveryClass() {
    Places places = Places.random(3, 2_000, 2);
    Folds folds = places.blocked();

    assertThat(folds.count()).isEqualTo(5);
    int[][] counts = new int[5][2];
    int[] totals = new int[2];
    for (int s = 0; s < 2_000; s++) {
      counts[folds.ofSample()[s]][places.samples.sampleClasses()[s]]++;
      totals[places.samples.sampleClasses()[s]]++;
    }
    for (int[] fold : counts) {
      assertThat(fold[0] / (double) totals[0]).isBetween(0.1, 0.35);
      assertThat(fold[1] / (double) totals[1]).isBetween(0.1, 0.35);
    }
  }

  @Test
  void aClassOfOneBlockIsNotToldOf() {
    LabelledSamples samples =
        new LabelledSamples(
            3, new float[6][1], new int[] {0, 0, 1, 1, 2, 2}, new int[] {0, 1, 2, 3, 4, 5});
    Folds folds = Folds.blocked(samples, new double[] {0, 50, 0, 50, 1, 2}, new double[6], SIDE);

    ClassValidation validation =
        ClassValidation.of(
            samples,
            List.of("a", "b", "rock"),
            folds,
            FoldKind.BLOCKS,
            SIDE,
            new int[] {0, 0, 1, 0, 0, 1});

    assertThat(validation.untold()).containsExactly("rock");
    assertThat(validation.scores().cells()).isEqualTo(4);
    assertThat(validation.scores().accuracy()).isEqualTo(0.75);
    assertThat(validation.doubts())
        .containsExactly(
            "nothing can be told of rock: a class needs labels in two blocks",
            "fewer than 10 places tell of a, b: chance decides much");
  }

  @Test
  void heldOutSamplesArePredictedByThoseOfOtherFoldsOnly() {
    float[][] features = {{1, 0}, {0, 1}, {1, 0.1f}, {0.1f, 1}};
    LabelledSamples samples =
        new LabelledSamples(3, features, new int[] {0, 2, 2, 0}, new int[] {0, 1, 2, 3});
    Folds halves = new Folds(2, new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 1});

    int[] predictions =
        HeldOut.predictions(
            samples,
            halves,
            some -> ClassifierTraining.train(some, new float[0][], ClassMethod.KNN));

    assertThat(predictions).containsExactly(2, 0, 0, 2);
  }

  @Test
  void blocksAndRandomFoldsExcludeEachOther() {
    Optional<Length> block = Optional.of(Length.parse("100m"));
    assertThatThrownBy(() -> new Folding(FoldKind.RANDOM, block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not go with random folds");
    assertThatThrownBy(() -> new Folding(FoldKind.BLOCKS, Optional.of(Length.ZERO)))
        .hasMessageContaining("write 100m");
  }
}
