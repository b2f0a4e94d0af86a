package io.assay.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankIntervalsTest {
  @Test
  void clearlyDifferentGroupsHaveCertainRanks() {
    float[] values = SampleRows.skewed(1, 5_000, 3); // means about 1.2, 0.8, 0.6

    List<Importance> importances = SampleRows.state(values, 3, 0, 5_000).importances(0.95);

    for (int group = 0; group < 3; group++) {
      assertThat(importances.get(group).rankLow()).isEqualTo(group + 1);
      assertThat(importances.get(group).rankHigh()).isEqualTo(group + 1);
    }
  }

  @Test
  void equalGroupsAreNeverToldApart() {
    float[] values = new float[3 * 500];
    Random random = new Random(2);
    for (int start = 0; start < values.length; start += 3) {
      float value = (float) random.nextGaussian();
      values[start] = value;
      values[start + 1] = -value;
      values[start + 2] = 9 + value;
    }

    List<Importance> importances = SampleRows.state(values, 3, 0, 500).importances(0.95);

    assertThat(importances).extracting(Importance::rank).containsExactly(2, 3, 1);
    assertThat(importances).extracting(Importance::rankLow).containsExactly(2, 2, 1);
    assertThat(importances).extracting(Importance::rankHigh).containsExactly(3, 3, 1);
  }

  /**
   * Three groups of four rows. Differences from group 0 over rows: of group 1 {1, 1, 1, 2}, mean
   * 1.25, deviation 0.5, t = 5; of group 2 {1, 2, 3, 4}, mean 2.5, deviation 1.2910, t = 3.8730.
   * Holm at 5 %: the first must pass t(3; 1 - 0.05 / 4) = 4.1765, the second t(3; 1 - 0.05 / 3) =
   * 3.7403: both do; at Bonferroni's single level the second would not.
   */
  @Test
  void comparisonsStepDownAsHolmDoes() {
    float[] values = {1, 2, 2, 1, 2, 3, 1, 2, 4, 1, 3, 5};

    List<Importance> importances = SampleRows.state(values, 3, 0, 4).importances(0.95);

    assertThat(importances.get(0).rankLow()).isEqualTo(3);
    assertThat(importances.get(0).rankHigh()).isEqualTo(3);
  }

  /** As above with 99 %: t(3; 1 - 0.01 / 4) = 7.4533 is passed by none. */
  @Test
  void moreConfidenceExcludesFewerRanks() {
    float[] values = {1, 2, 2, 1, 2, 3, 1, 2, 4, 1, 3, 5};

    List<Importance> importances = SampleRows.state(values, 3, 0, 4).importances(0.99);

    assertThat(importances.get(0).rankLow()).isEqualTo(1);
    assertThat(importances.get(0).rankHigh()).isEqualTo(3);
  }

  @Test
  void intervalsOfManyGroupsContainThoseOfPairedComparisons() {
    int groups = AttributionMoments.MOST_PAIRED_GROUPS;
    int rows = 2_000;
    float[] few = SampleRows.skewed(3, rows, groups);
    float[] many = new float[rows * (groups + 1)]; // the last group is 0 everywhere
    for (int row = 0; row < rows; row++) {
      System.arraycopy(few, row * groups, many, row * (groups + 1), groups);
    }

    List<Importance> paired = SampleRows.state(few, groups, 0, rows).importances(0.95);
    List<Importance> bounded = SampleRows.state(many, groups + 1, 0, rows).importances(0.95);

    int narrower = 0;
    for (int group = 0; group < groups; group++) {
      assertThat(bounded.get(group).rankLow()).isLessThanOrEqualTo(paired.get(group).rankLow());
      assertThat(bounded.get(group).rankHigh())
          .isGreaterThanOrEqualTo(paired.get(group).rankHigh());
      narrower += bounded.get(group).rankHigh() > paired.get(group).rankHigh() ? 1 : 0;
    }
    assertThat(narrower).isGreaterThan(10);
    assertThat(bounded.get(0).rankHigh()).isEqualTo(1);
    assertThat(bounded.get(groups).rankLow()).isEqualTo(groups + 1);
  }

  @Test
  void thePointRankIsAlwaysInside() {
    for (int seed = 0; seed < 50; seed++) {
      float[] values = SampleRows.skewed(seed, 30, 70);
      for (int groups : new int[] {1, 2, 7, 70}) {
        SampleRows.state(values, groups, 0, 30)
            .importances(0.95)
            .forEach(one -> assertThat(one.rank()).isBetween(one.rankLow(), one.rankHigh()));
      }
    }
  }
}
