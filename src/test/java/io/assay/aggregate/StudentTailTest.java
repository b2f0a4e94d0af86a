package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTailTest {
  /** With 1, 2 and 4 degrees the tail has a closed form. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 1, 2.5, 12, 400})
  void theTailOfFewDegreesIsTheClosedForm(double t) {
    double one = 1 - 2 / Math.PI * Math.atan(t);
    double two = 1 - t / Math.sqrt(2 + t * t);
    double s = t / Math.sqrt(4 + t * t);
    double four = 1 - 1.5 * s + 0.5 * s * s * s;

    assertThat(StudentTail.twoSided(t, 1)).isCloseTo(one, within(1e-13 + 1e-9 * one));
    assertThat(StudentTail.twoSided(-t, 2)).isCloseTo(two, within(1e-13 + 1e-9 * two));
    assertThat(StudentTail.twoSided(t, 4)).isCloseTo(four, within(1e-13 + 1e-9 * four));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 30, 99, 100, 150, 199})
  void criticalValuesAreThoseOfTheSeriesForWholeDegrees(long degrees) {
    for (double tails : new double[] {0.5, 0.05, 1e-4, 1e-8}) {
      double series = StudentT.critical(tails / 2, degrees);

      assertThat(StudentTail.critical(tails, (double) degrees) / series).isCloseTo(1, within(1e-7));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 4.2, 29.7, 99.9, 100.1, 1234.5, 1e6, 1e12})
  void theCriticalValueIsExceededAsOftenAsAsked(double degrees) {
    for (double tails : new double[] {0.9, 0.05, 1e-3, 1e-9}) {
      double t = StudentTail.critical(tails, degrees);

      assertThat(StudentTail.twoSided(t, degrees) / tails).isCloseTo(1, within(1e-8));
    }
  }

  /** 2 (1 - Phi(z)) of z = 1, 1.96, 5 and 10, by mpmath. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.31731050786291410",
    "1.96, 0.04999579029644087",
    "5, 5.7330314375838782e-7",
    "10, 1.5239706048321052e-23"
  })
  void endlessDegreesAreTheNormalDistribution(double z, double tails) {
    assertThat(2 * StudentTail.normalTail(z) / tails).isCloseTo(1, within(1e-11));
    assertThat(StudentTail.twoSided(z, 1e15) / tails).isCloseTo(1, within(1e-11));
  }

  @Test
  void bothWaysToATailAgreeWhereTheyMeet() {
    for (double t = 0.5; t < 30; t += 0.5) {
      double below = StudentTail.twoSided(t, Math.nextDown(100));

      assertThat(StudentTail.twoSided(t, 100) / below).as("t = %s", t).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void underOneDegreeIsRefused() {
    assertThatThrownBy(() -> StudentTail.twoSided(1, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5 degrees");
  }
}
