package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Test
  void scoresOfATextbookTable() {
    // Two raters, 50 cases: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: kappa is 0.4.
    ConfusionMatrix matrix = new ConfusionMatrix();
    fill(matrix, 1, 1, 20);
    fill(matrix, 1, 2, 5);
    fill(matrix, 2, 1, 10);
    fill(matrix, 2, 2, 15);

    ClassScores scores = matrix.scores(Map.of(1, "yes"));

    assertThat(scores.cells()).isEqualTo(50);
    assertThat(scores.accuracy()).isEqualTo(0.7);
    assertThat(scores.kappa()).isCloseTo(0.4, within(1e-12));
    assertThat(scores.classes().get(0).iou()).isEqualTo(20 / 35.0);
    assertThat(scores.classes().get(1).iou()).isEqualTo(15 / 30.0);
    assertThat(scores.meanIou()).isCloseTo((20 / 35.0 + 0.5) / 2, within(1e-12));
    assertThat(scores.classes().get(0).precision()).isEqualTo(20 / 30.0);
    assertThat(scores.classes().get(0).recall()).isEqualTo(20 / 25.0);
    assertThat(scores.classes())
        .extracting(ClassScores.ClassScore::name)
        .containsExactly("yes", "2");
    assertThat(scores.confusion()).isDeepEqualTo(new long[][] {{20, 5}, {10, 15}});
  }

  @Property(tries = 50)
  void thePerfectMapScoresOne(@ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int classes) {
    Random random = new Random(seed);
    ConfusionMatrix matrix = new ConfusionMatrix();
    for (int i = 0; i < 100; i++) {
      int id = i < classes ? i : random.nextInt(classes);
      matrix.add(id, id);
    }

    ClassScores scores = matrix.scores(Map.of());

    assertThat(scores.accuracy()).isEqualTo(1);
    assertThat(scores.meanIou()).isEqualTo(1);
    assertThat(scores.kappa()).isEqualTo(1);
  }

  @Property(tries = 50)
  void renamingClassesOnBothSidesChangesNoScore(@ForAll long seed) {
    Random random = new Random(seed);
    ConfusionMatrix matrix = new ConfusionMatrix();
    ConfusionMatrix renamed = new ConfusionMatrix();
    int[] other = {7, 200, 0, 31};
    for (int i = 0; i < 200; i++) {
      int truth = random.nextInt(4);
      int prediction = random.nextInt(3) == 0 ? random.nextInt(4) : truth;
      matrix.add(truth, prediction);
      renamed.add(other[truth], other[prediction]);
    }

    ClassScores a = matrix.scores(Map.of());
    ClassScores b = renamed.scores(Map.of());

    assertThat(b.accuracy()).isEqualTo(a.accuracy());
    assertThat(b.meanIou()).isCloseTo(a.meanIou(), within(1e-12));
    assertThat(b.kappa()).isCloseTo(a.kappa(), within(1e-12));
  }

  @Test
  void chanceAgreementGivesKappaZero() {
    ConfusionMatrix matrix = new ConfusionMatrix();
    for (int truth = 0; truth < 2; truth++) {
      for (int prediction = 0; prediction < 2; prediction++) {
        fill(matrix, truth, prediction, 25);
      }
    }
    assertThat(matrix.scores(Map.of()).kappa()).isCloseTo(0, within(1e-12));
  }

  private static void fill(ConfusionMatrix matrix, int truth, int prediction, int times) {
    for (int i = 0; i < times; i++) {
      matrix.add(truth, prediction);
    }
  }
}
