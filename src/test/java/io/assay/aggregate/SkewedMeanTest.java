package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.MagnitudeIntervals.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewedMeanTest {
  private static final double T = 2;

  @Test
  void withoutSkewnessTheIntervalIsSymmetric() {
    Bounds bounds = SkewedMean.of(10, 0.5, 0, 100, T);

    assertThat(bounds.low()).isEqualTo(9);
    assertThat(bounds.high()).isEqualTo(11);
  }

  /**
   * Hall's g(T) = T + k T^2 / 3 + k^2 T^3 / 27 + k / 6 is t at the lower bound, -t at the upper.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-3, -0.5, -1e-5, 1e-7, 1e-4, 0.5, 2, 8})
  void atTheBoundsHallsTransformationIsStudentsQuantile(double skewness) {
    Bounds bounds = SkewedMean.of(10, 0.5, skewness, 100, T);

    double bend = skewness / 10 * 1.2;
    assertThat(bent((10 - bounds.low()) / 0.5, bend)).isCloseTo(T, within(1e-9));
    assertThat(bent((10 - bounds.high()) / 0.5, bend)).isCloseTo(-T, within(1e-9));
  }

  private static double bent(double t, double k) {
    return t + k * t * t / 3 + k * k * t * t * t / 27 + k / 6;
  }

  @Test
  void aLongUpperTailMovesTheIntervalUp() {
    Bounds bounds = SkewedMean.of(10, 0.5, 4, 50, T);

    assertThat(bounds.low()).isBetween(9.0, 10.0);
    assertThat(bounds.high()).isGreaterThan(11);
  }

  @Test
  void theMeanLiesInsideHoweverSkewedTheValuesAre() {
    for (int rows : new int[] {3, 8, 20, 1_000}) {
      for (double skewness : new double[] {-Math.sqrt(rows), Math.sqrt(rows)}) {
        for (double critical : new double[] {0.68, 1.96, 12.7, 63}) {
          Bounds bounds = SkewedMean.of(1, 0.1, skewness, rows, critical);

          assertThat(1.0).isBetween(bounds.low(), bounds.high());
        }
      }
    }
  }

  @Test
  void underEightRowsTheIntervalContainsTheSymmetricOne() {
    Bounds bounds = SkewedMean.of(10, 0.5, 1.5, 7, T);

    assertThat(bounds.low()).isLessThanOrEqualTo(9);
    assertThat(bounds.high()).isGreaterThan(11);
  }
}
