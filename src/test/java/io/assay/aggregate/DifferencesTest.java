package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final int GROUPS = 5;
  private static final int ROWS = 700;
  private static final int SLICE = 60;

  /**
   * Magnitudes 1, 2, 3 against 3, 5, 7, 9: d = 2 - 6 = -4; v = 1 and 20 / 3; se = sqrt(1 / 3 + 5 /
   * 3) = sqrt(2); nu = 2^2 / ((1 / 3)^2 / 2 + (5 / 3)^2 / 3) = 4.0754717. Neither side is skewed.
   */
  @Test
  void twoSlicesDifferAsByHand() {
    ImportanceState one = of(1, -2, 3);
    ImportanceState other = of(-3, 5, 7, -9);

    Difference found = new Differences(0.95).between(one, other).get(0);

    assertThat(found.rows()).isEqualTo(3);
    assertThat(found.otherRows()).isEqualTo(4);
    assertThat(found.difference()).isCloseTo(-4, within(1e-12));
    assertThat(found.se()).isCloseTo(Math.sqrt(2), within(1e-12));
    double half = StudentTail.critical(0.05, 4.0754717) * Math.sqrt(2);
    assertThat(found.low()).isCloseTo(-4 - half, within(1e-6));
    assertThat(found.high()).isCloseTo(-4 + half, within(1e-6));
  }

  /**
   * All seven magnitudes 1, 2, 3, 3, 5, 7, 9 have the variance 178 / 7 * ... = 8.2380952, so that
   * se where rows are alike is sqrt(8.2380952 * (1 / 3 + 1 / 4)) = 2.1921; it is the larger one.
   */
  @Test
  void pTakesTheLargerOfTheTwoStandardErrors() {
    Difference found = new Differences(0.95).between(of(1, 2, 3), of(3, 5, 7, 9)).get(0);
    double alike = Math.sqrt(8.2380952 * (1.0 / 3 + 1.0 / 4));

    assertThat(found.p()).isCloseTo(StudentTail.twoSided(4 / alike, 4.0754717), within(1e-7));
    assertThat(found.p()).isGreaterThan(StudentTail.twoSided(4 / Math.sqrt(2), 4.0754717));
  }

  @Test
  void aSliceAgainstTheRestIsTheSliceAgainstTheRowsThatAreNotInIt() {
    float[] values = SampleRows.skewed(3, ROWS, GROUPS);
    ImportanceState slice = SampleRows.state(values, GROUPS, 0, SLICE);
    ImportanceState rest = SampleRows.state(values, GROUPS, SLICE, ROWS);
    ImportanceState all = SampleRows.state(values, GROUPS, 0, ROWS);
    Differences differences = new Differences(0.9);

    for (int group = 0; group < GROUPS; group++) {
      Difference found = differences.fromRest(slice, all).get(group);
      Difference apart = differences.between(slice, rest).get(group);

      assertThat(found.otherRows()).isEqualTo(ROWS - SLICE);
      assertThat(found.difference()).isCloseTo(apart.difference(), within(1e-12));
      assertThat(found.se()).isCloseTo(apart.se(), within(1e-12));
      assertThat(found.low()).isCloseTo(apart.low(), within(1e-11));
      assertThat(found.p()).isCloseTo(apart.p(), within(1e-10));
    }
  }

  @Test
  void aSliceOfAllRowsOrOfOneHasNoInterval() {
    ImportanceState all = of(1, 2, 3);

    Difference ofAll = new Differences(0.95).fromRest(all, all).get(0);
    Difference ofOne = new Differences(0.95).fromRest(of(1), all).get(0);

    assertThat(ofAll.otherRows()).isZero();
    assertThat(ofAll.difference()).isNaN();
    assertThat(ofOne.difference()).isCloseTo(-1.5, within(1e-12));
    assertThat(ofOne.p()).isNaN();
    assertThat(ofOne.low()).isNaN();
  }

  @Test
  void rowsThatAreAllTheSameDifferByNothing() {
    Difference found = new Differences(0.95).between(of(2, 2, 2), of(-2, 2)).get(0);

    assertThat(found.difference()).isZero();
    assertThat(found.p()).isEqualTo(1);
  }

  @Test
  void statesOfOtherGroupsAreRefused() {
    assertThatThrownBy(() -> new Differences(0.95).between(of(1), ImportanceState.empty(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 groups with one of 2");
    assertThatThrownBy(() -> new Differences(1)).hasMessageContaining("confidence is 1");
  }

  private static ImportanceState of(float... values) {
    return SampleRows.state(values, 1, 0, values.length);
  }
}
