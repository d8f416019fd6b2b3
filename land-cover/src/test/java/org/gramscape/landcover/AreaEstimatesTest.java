package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gramscape.landcover.AreaEstimates.ClassArea;
import org.gramscape.landcover.AreaEstimates.Estimate;
import org.junit.jupiter.api.Test;

class AreaEstimatesTest {
  private static final double PIXEL = 900;

  /** The worked example of Olofsson et al. 2014, tables 8 and 9: pixels of 30 m. */
  private static AreaEstimates example() {
    return AreaEstimates.of(
        List.of(
            stratum("deforestation", 200_000),
            stratum("forest gain", 150_000),
            stratum("stable forest", 3_200_000),
            stratum("stable non-forest", 6_450_000)),
        new long[][] {{66, 0, 5, 4}, {0, 55, 8, 12}, {1, 0, 153, 11}, {2, 1, 9, 313}});
  }

  private static Stratum stratum(String name, long pixels) {
    return new Stratum(0, name, pixels, PIXEL * pixels);
  }

  private static void isAbout(Estimate estimate, double value, double half) {
    assertThat(estimate.value()).isCloseTo(value, within(0.005));
    assertThat(estimate.half95()).isCloseTo(half, within(0.005));
  }

  @Test
  void areasOfThePapersExample() {
    AreaEstimates estimates = example();

    assertThat(estimates.samples()).isEqualTo(640);
    double[] hectares = {21_158, 11_686, 285_770, 581_386};
    double[] halves = {6_158, 3_756, 15_510, 16_282};
    for (int c = 0; c < hectares.length; c++) {
      Estimate area = estimates.classes().get(c).squareMetres();
      assertThat(area.value() / 1e4).isCloseTo(hectares[c], within(1.0));
      assertThat(area.half95() / 1e4).isCloseTo(halves[c], within(1.0));
    }
  }

  @Test
  void accuraciesOfThePapersExample() {
    List<ClassArea> classes = example().classes();

    isAbout(example().accuracy(), 0.95, 0.02);
    isAbout(classes.get(0).user(), 0.88, 0.07);
    isAbout(classes.get(1).user(), 0.73, 0.10);
    isAbout(classes.get(2).user(), 0.93, 0.04);
    isAbout(classes.get(3).user(), 0.96, 0.02);
    isAbout(classes.get(0).producer(), 0.75, 0.21);
    // The halves by hand from equation 7, such as 1.96 sqrt(2.84e-6) / 0.012985.
    isAbout(classes.get(1).producer(), 0.85, 0.254);
    isAbout(classes.get(2).producer(), 0.93, 0.03);
    isAbout(classes.get(3).producer(), 0.96, 0.018);
  }

  @Test
  void whereEveryPixelWasLookedUpNothingIsLeftToChance() {
    AreaEstimates estimates =
        AreaEstimates.of(List.of(stratum("a", 4), stratum("b", 1)), new long[][] {{3, 1}, {0, 1}});

    assertThat(estimates.accuracy()).isEqualTo(new Estimate(0.8, 0));
    assertThat(estimates.classes().get(1).squareMetres()).isEqualTo(new Estimate(2 * PIXEL, 0));
  }

  @Test
  void aClassThatTheMapLacksHasAnAreaAllTheSame() {
    AreaEstimates estimates =
        AreaEstimates.of(
            List.of(stratum("a", 100), stratum("b", 100), new Stratum(-1, "c", 0, 0)),
            new long[][] {{10, 0, 0}, {0, 8, 2}, {0, 0, 0}});

    ClassArea missed = estimates.classes().get(2);
    assertThat(missed.squareMetres().value()).isCloseTo(20 * PIXEL, within(1e-6));
    assertThat(missed.producer().value()).isZero();
    assertThat(missed.user().value()).isNaN();
  }
}
