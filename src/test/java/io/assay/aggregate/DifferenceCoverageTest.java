package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Nominal 95 % intervals of the difference between a slice and the rest, over simulated data sets:
 * they cover in 93 to 97 % of them, whether slices are rare or magnitudes skewed. With {@value
 * #TRIALS} trials the standard error of a coverage near 95 % is 0.3 %.
 */
class DifferenceCoverageTest {
  private static final int TRIALS = 5000;
  private static final int REST = 600;

  @Test
  void intervalsCoverForRareSlicesOfSkewedMagnitudes() {
    assertCovers(30, random -> Math.abs(random.nextGaussian()), Math.sqrt(2 / Math.PI));
    assertCovers(30, random -> -Math.log(1 - random.nextDouble()), 1);
    assertCovers(60, random -> Math.exp(random.nextGaussian()), Math.exp(0.5));
    assertCovers(300, random -> Math.exp(random.nextGaussian()), Math.exp(0.5));
  }

  /** What the bent bounds are for. */
  @Test
  void straightBoundsCoverLess() {
    Random random = new Random(9);
    double covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Difference found = of(40, each -> Math.exp(each.nextGaussian()), random);
      double truth = Math.exp(0.5); // the slice is twice the rest
      double half = StudentTail.critical(0.05, 39) * found.se();
      covered += Math.abs(found.difference() - truth) <= half ? 1.0 / TRIALS : 0;
    }

    assertThat(covered).isLessThan(0.92);
  }

  private static void assertCovers(int rows, ToDoubleFunction<Random> magnitude, double mean) {
    Random random = new Random(rows);
    double covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Difference found = of(rows, magnitude, random);
      covered += found.low() <= mean && mean <= found.high() ? 1.0 / TRIALS : 0;
    }

    assertThat(covered).as("%d rows of mean %s", rows, mean).isBetween(0.93, 0.97);
  }

  /** Magnitudes in the slice are twice those of the rest, so that the truth is their mean. */
  private static Difference of(int rows, ToDoubleFunction<Random> magnitude, Random random) {
    double[] some = random.doubles(rows).map(any -> 2 * magnitude.applyAsDouble(random)).toArray();
    double[] others = random.doubles(REST).map(any -> magnitude.applyAsDouble(random)).toArray();
    MeanMoments slice = MeanMomentsTest.of(some);
    MeanMoments all = slice.with(MeanMomentsTest.of(others));
    return new Differences(0.95).of(slice, all.without(slice), all);
  }
}
