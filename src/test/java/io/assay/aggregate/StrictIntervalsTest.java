package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictIntervalsTest {
  private static final int GROUPS = 3;
  private static final double LARGEST = 1;

  /**
   * With values 0 and 1 of even odds and the right predictions, the mixture is at most a
   * martingale: over 400 paths of 3,000 rows the boundary at 20 % is crossed at some time in at
   * most 20 %, and in some; the fixed-time one, z sqrt(V), in most.
   */
  @Test
  void theBoundaryIsRarelyCrossedAtAnyTime() {
    Random random = new Random(1);
    int crossed = 0;
    int fixed = 0;

    for (int path = 0; path < 400; path++) {
      double sum = 0;
      boolean isCrossed = false;
      boolean isFixedCrossed = false;
      for (int row = 1; row <= 3_000; row++) {
        sum += random.nextBoolean() ? 0.5 : -0.5;
        isCrossed |= StrictBoundary.isBeyond(sum, 0.25 * row, 1, 0.2);
        isFixedCrossed |= row > 30 && sum > 0.8416 * Math.sqrt(0.25 * row);
      }
      crossed += isCrossed ? 1 : 0;
      fixed += isFixedCrossed ? 1 : 0;
    }

    assertThat(crossed).isBetween(8, 80);
    assertThat(fixed).isGreaterThan(160);
  }

  @Test
  void theBoundaryIsWhereSumsBeginToBeBeyond() {
    for (double squares : new double[] {0.01, 3, 500, 1e7}) {
      double boundary = StrictBoundary.of(squares, 2, 0.025);

      assertThat(StrictBoundary.isBeyond(boundary * (1 + 1e-9), squares, 2, 0.025)).isTrue();
      assertThat(StrictBoundary.isBeyond(boundary * (1 - 1e-9), squares, 2, 0.025)).isFalse();
    }
  }

  /** What is paid for looking at any time: twice the width of a normal interval at most. */
  @Test
  void theBoundaryIsNotMuchWiderThanTheNormalOne() {
    for (double squares : new double[] {30, 1e3, 1e6}) {
      assertThat(StrictBoundary.of(squares, 1, 0.025) / 1.96 / Math.sqrt(squares))
          .isBetween(1.7, 2.05);
    }
  }

  @Test
  void theBoundOfSquaresHoldsInWhateverOrderValuesCame() {
    Random random = new Random(2);
    for (int trial = 0; trial < 2_000; trial++) {
      double[] values = new double[1 + random.nextInt(60)];
      double often = random.nextDouble();
      Arrays.setAll(values, i -> random.nextDouble() < often ? random.nextInt(2) : 0.1);
      if (trial % 3 == 0) {
        Arrays.sort(values);
      }

      double mean = Arrays.stream(values).average().orElseThrow();
      double centred = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();

      double bound = StrictBoundary.squares(centred, 1);
      assertThat(bound).isGreaterThanOrEqualTo(predicted(values) - 1e-12);
    }
  }

  /** Returns the sum of squared distances from the mean of the values before, at first 0. */
  private static double predicted(double[] values) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double distance = values[i] - (i == 0 ? 0 : sum / i);
      squares += distance * distance;
      sum += values[i];
    }
    return squares;
  }

  @Test
  void theBoundOfSquaresIsTightForManyRows() {
    assertThat(StrictBoundary.squares(10_000 * 0.04, 1)).isBetween(400.0, 412.0);
    assertThat(StrictBoundary.squares(0, 0)).isZero();
  }

  /**
   * Beta-like magnitudes with a rare large one, looked at after every 50 rows: the share of data
   * sets in which an interval of the mean or of the share ever misses the truth is under 5 %, where
   * asymptotic ones miss at some time in far more.
   */
  @Test
  void strictIntervalsHoldAtEveryLook() {
    double[] truth = truth();
    double total = Arrays.stream(truth).sum();
    Random random = new Random(3);
    int trials = 300;
    int strictMisses = 0;
    int asymptoticMisses = 0;

    for (int trial = 0; trial < trials; trial++) {
      ImportanceState state = ImportanceState.empty(GROUPS);
      boolean isMissed = false;
      boolean isAsymptoticMissed = false;
      for (int look = 0; look < 12; look++) {
        for (int row = 0; row < 50; row++) {
          state.add(row(random), 0);
        }
        isMissed |= misses(state.importances(IntervalRule.strict(0.95, LARGEST)), truth, total);
        isAsymptoticMissed |= misses(state.importances(0.95), truth, total);
      }
      strictMisses += isMissed ? 1 : 0;
      asymptoticMisses += isAsymptoticMissed ? 1 : 0;
    }

    assertThat(strictMisses).isLessThanOrEqualTo(trials / 20);
    assertThat(asymptoticMisses).isGreaterThan(trials / 5);
  }

  private static boolean misses(List<Importance> importances, double[] truth, double total) {
    Importance one = importances.get(0); // one interval each, as the confidence is of each
    double share = truth[0] / total;
    return truth[0] < one.low()
        || truth[0] > one.high()
        || share < one.shareLow()
        || share > one.shareHigh()
        || one.rankLow() > 1;
  }

  private static float[] row(Random random) {
    float[] row = new float[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      double size = 0.3 / (1 + group) * random.nextDouble();
      row[group] = (float) (random.nextInt(50) == 0 ? -1 : size);
    }
    return row;
  }

  private static double[] truth() {
    double[] truth = new double[GROUPS];
    Arrays.setAll(truth, group -> 0.98 * 0.15 / (1 + group) + 0.02);
    return truth;
  }

  @Test
  void widthsFallAsRowsCome() {
    Random random = new Random(4);
    ImportanceState state = ImportanceState.empty(GROUPS);
    for (int row = 0; row < 20_000; row++) {
      state.add(row(random), 0);
    }

    List<Importance> strict = state.importances(IntervalRule.strict(0.95, LARGEST));
    List<Importance> asymptotic = state.importances(0.95);

    for (int group = 0; group < GROUPS; group++) {
      Importance one = strict.get(group);
      Importance other = asymptotic.get(group);
      double ratio = (one.high() - one.low()) / (other.high() - other.low());
      assertThat(ratio).isBetween(1.6, 2.3);
      double shareRatio =
          (one.shareHigh() - one.shareLow()) / (other.shareHigh() - other.shareLow());
      assertThat(shareRatio).isBetween(1.6, 2.6);
      assertThat(one.meanAbsSe()).isEqualTo(other.meanAbsSe());
      assertThat(one.rankLow()).isEqualTo(group + 1);
      assertThat(one.rankHigh()).isEqualTo(group + 1);
    }
  }

  @Test
  void manyGroupsAreRankedByTheirOwnIntervals() {
    int groups = AttributionMoments.MOST_PAIRED_GROUPS + 1;
    Random random = new Random(5);
    ImportanceState state = ImportanceState.empty(groups);
    float[] row = new float[groups];
    for (int i = 0; i < 4_000; i++) {
      for (int group = 0; group < groups; group++) {
        row[group] = (float) (random.nextDouble() * (group < 5 ? 0.9 : 0.3));
      }
      state.add(row, 0);
    }

    List<Importance> importances = state.importances(IntervalRule.strict(0.95, LARGEST));

    assertThat(importances.get(2).rankLow()).isEqualTo(1);
    assertThat(importances.get(2).rankHigh()).isEqualTo(5);
    assertThat(importances.get(40).rankLow()).isEqualTo(6);
    assertThat(importances.get(40).rankHigh()).isEqualTo(groups);
  }

  @Test
  void whereAMagnitudeIsOverTheLargestNothingIsClaimed() {
    ImportanceState state = ImportanceState.empty(2);
    for (int row = 0; row < 500; row++) {
      state.add(new float[] {row == 250 ? -1.5f : 0.9f, 0.1f}, 0);
    }

    List<Importance> importances = state.importances(IntervalRule.strict(0.95, LARGEST));

    assertThat(importances.get(0).low()).isNaN();
    assertThat(importances.get(0).high()).isNaN();
    assertThat(importances.get(0).rankHigh()).isEqualTo(2);
    assertThat(importances.get(1).high()).isBetween(0.1, 0.2);
    assertThat(importances.get(1).shareLow()).isNaN();
    assertThat(importances.get(1).rankLow()).isEqualTo(1);
  }

  @Test
  void oneRowSaysLittleAndNoRowsSayNothing() {
    ImportanceState state = ImportanceState.empty(2);
    assertThat(state.importances(IntervalRule.strict(0.95, 1)).get(0).high()).isNaN();
    state.add(new float[] {0.5f, 0}, 0);

    Importance importance = state.importances(IntervalRule.strict(0.95, 1)).get(0);

    assertThat(importance.low()).isZero();
    assertThat(importance.high()).isCloseTo(1, within(1e-12));
    assertThat(importance.rankHigh()).isEqualTo(2);
  }

  @Test
  void strictIntervalsNeedABound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IntervalRule.strict(0.95, Double.POSITIVE_INFINITY))
        .withMessageContaining("finite");
    assertThatIllegalArgumentException().isThrownBy(() -> IntervalRule.strict(0.95, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> IntervalRule.asymptotic(1));
  }
}
