package io.assay.global.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FidelityTest {
  private static final double[] NONE = {};

  /** Errors 1, 0, 0, 1 of scores 0, 2, 4, 6, whose squared distances from 3 add up to 20. */
  @Test
  void r2IsOneLessTheErrorsOverTheSpread() {
    Fidelity fidelity =
        Fidelity.of(
            new double[] {0, 2, 4, 6}, new double[] {1, 2, 4, 5}, new double[] {1, 1, 1, 0}, 0.95);

    assertThat(fidelity.r2().value()).isEqualTo(0.9, within(1e-12));
    assertThat(fidelity.meanAbsError().value()).isEqualTo(0.5);
    assertThat(fidelity.agreement().value()).isEqualTo(0.75);
    assertThat(fidelity.agreement().high()).isEqualTo(1);
    assertThat(fidelity.rows()).isEqualTo(4);
  }

  @Test
  void whereNothingVariesThereIsNoR2() {
    assertThat(Fidelity.of(new double[] {2, 2}, new double[] {1, 3}, NONE, 0.95).r2().value())
        .isNaN();
    assertThat(Fidelity.of(NONE, NONE, NONE, 0.95).rows()).isZero();
  }

  /**
   * The surrogate is the score plus noise of half its deviation: R2 is 0.75. Of 2,000 intervals of
   * 95 %, 93 to 97 % hold it; scores are normal, or exponential and so skewed.
   */
  @Test
  void intervalsOfR2Cover() {
    assertThat(coverage(Random::nextGaussian)).isBetween(0.93, 0.97);
    assertThat(coverage(random -> -Math.log(1 - random.nextDouble()))).isBetween(0.93, 0.97);
  }

  /** How scores are drawn; their variance is 1. */
  private interface Draw {
    double from(Random random);
  }

  private static double coverage(Draw draw) {
    int trials = 2000;
    int covered = 0;
    Random random = new Random(5);
    for (int trial = 0; trial < trials; trial++) {
      double[] model = new double[600];
      double[] surrogate = new double[600];
      for (int row = 0; row < 600; row++) {
        model[row] = draw.from(random);
        surrogate[row] = model[row] + 0.5 * random.nextGaussian();
      }
      Fidelity fidelity = Fidelity.of(model, surrogate, NONE, 0.95);
      covered += fidelity.r2().low() <= 0.75 && 0.75 <= fidelity.r2().high() ? 1 : 0;
    }
    return (double) covered / trials;
  }
}
